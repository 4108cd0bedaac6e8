/** Refreshes tokens on schedule: finds the connections that are due, and refreshes each of them on its own. */
@NullMarked
package dev.patchbay.functions.refresh;

import org.jspecify.annotations.NullMarked;
