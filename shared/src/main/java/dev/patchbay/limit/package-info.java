/**
 * Limits what one workspace may use of shared resources, so that none slows another down. Imports {@code aws} and {@code tenant} only.
 */
@NullMarked
package dev.patchbay.limit;

import org.jspecify.annotations.NullMarked;
