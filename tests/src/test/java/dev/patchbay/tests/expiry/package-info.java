/** Warnings before a grant expires, and its end on its day. */
@NullMarked
package dev.patchbay.tests.expiry;

import org.jspecify.annotations.NullMarked;
