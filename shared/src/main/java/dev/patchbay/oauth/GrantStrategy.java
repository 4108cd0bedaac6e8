package dev.patchbay.oauth;

import dev.patchbay.catalog.Provider;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider grants tokens: first for an authorization code, then for the result of the previous grant.
 *
 * <p>The standard way is RFC 6749's and serves every provider that names no {@code strategy}. A provider that needs another names
 * one in its file, and {@link OAuthFlow} gets it under that name. Implementations are thread-safe, and never repeat a grant:
 * a code or a single-use refresh token is spent by the first attempt.
 */
public interface GrantStrategy {
    /** Exchanges an authorization code. */
    TokenSet exchange(Provider provider, Code code) throws OAuthException;

    /** Asks for a new access token. With a single-use refresh token this is done by one caller at a time, once. */
    TokenSet refresh(Provider provider, Renewal renewal) throws OAuthException;

    /**
     * The result of an authorization.
     *
     * @param redirectUri the one of the authorization request
     * @param codeVerifier where PKCE was used
     */
    record Code(Secret code, URI redirectUri, Optional<Secret> codeVerifier) {}

    /**
     * What a refresh needs of the previous grant.
     *
     * @param refreshToken as the {@link TokenSet} before gave it, whatever this strategy put there
     * @param parameters of the connection
     */
    record Renewal(Secret refreshToken, Map<String, String> parameters) {}
}
