/**
 * The caller and the tenant of a request. The bottom layer: imports nothing of Patchbay, and everything else may import it.
 */
@NullMarked
package dev.patchbay.tenant;

import org.jspecify.annotations.NullMarked;
