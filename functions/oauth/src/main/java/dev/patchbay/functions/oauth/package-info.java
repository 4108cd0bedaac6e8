/**
 * Connecting an account by OAuth: authorize sends a person to the provider's consent page, callback takes them back and stores the
 * grant, complete makes a connection of it, and what nobody completes is revoked. Four handlers in one module, because they need the same
 * libraries.
 */
@NullMarked
package dev.patchbay.functions.oauth;

import org.jspecify.annotations.NullMarked;
