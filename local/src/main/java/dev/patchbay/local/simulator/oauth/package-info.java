/**
 * One OAuth 2.0 authorization server for all simulated providers: consent page, PKCE, codes, tokens, rotation and
 * revocation. What differs from provider to provider is said by {@link OAuthRules}; how it is worded is left to the
 * provider's own class. Imports {@code exchange} only.
 */
@NullMarked
package dev.patchbay.local.simulator.oauth;

import org.jspecify.annotations.NullMarked;
