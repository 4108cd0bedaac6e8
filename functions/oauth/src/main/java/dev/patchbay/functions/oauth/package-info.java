/**
 * Connects an account by OAuth. Authorize sends a person to the provider's consent page, callback takes them back and stores the grant,
 * complete makes a connection of it, and abandoned revokes grants that are not completed. Four handlers in one module, because they need
 * the same libraries.
 */
@NullMarked
package dev.patchbay.functions.oauth;

import org.jspecify.annotations.NullMarked;
