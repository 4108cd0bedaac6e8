/** The function that gives a workspace what is kept of it, and erases it. */
@NullMarked
package dev.patchbay.functions.privacy;

import org.jspecify.annotations.NullMarked;
