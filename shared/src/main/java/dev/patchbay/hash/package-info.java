/** SHA-256 without its checked exception. Imports nothing of Patchbay. */
@NullMarked
package dev.patchbay.hash;

import org.jspecify.annotations.NullMarked;
