/**
 * Connecting an account by OAuth: authorize sends a person to the provider's consent page, callback takes them back. Two handlers
 * in one module, because they need the same libraries.
 */
@NullMarked
package dev.patchbay.oauth;

import org.jspecify.annotations.NullMarked;
