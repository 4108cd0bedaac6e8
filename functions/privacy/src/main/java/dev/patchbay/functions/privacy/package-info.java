/** Exports the stored data of a workspace, and erases it. */
@NullMarked
package dev.patchbay.functions.privacy;

import org.jspecify.annotations.NullMarked;
