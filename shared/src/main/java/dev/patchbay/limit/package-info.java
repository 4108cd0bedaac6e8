/**
 * What one workspace may use of what all share, so that none is in another's way. Imports {@code aws} and {@code tenant} only.
 */
@NullMarked
package dev.patchbay.limit;

import org.jspecify.annotations.NullMarked;
