/**
 * The worker that acts in Apollo. It needs no vendor library: the one call goes through {@code ProviderHttp}. May import everything
 * in shared.
 */
@NullMarked
package dev.patchbay.functions.apollo;

import org.jspecify.annotations.NullMarked;
