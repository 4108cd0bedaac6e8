/** Renewing tokens on schedule: finding the connections that are due, and refreshing each of them on its own. */
@NullMarked
package dev.patchbay.functions.refresh;

import org.jspecify.annotations.NullMarked;
