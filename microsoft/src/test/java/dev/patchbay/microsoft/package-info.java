/** What must hold of Microsoft's library where no simulator is needed. */
@NullMarked
package dev.patchbay.microsoft;

import org.jspecify.annotations.NullMarked;
