package dev.patchbay.connect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.connection.Credential;
import dev.patchbay.oauth.TokenSet;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization whose code has been exchanged.
 *
 * @param redirect the query parameters with which the browser came back
 * @param redirectUri where it came back to
 */
public record Authorized(TokenSet tokens, Map<String, String> redirect, URI redirectUri) {
    /** An authorization of which only the tokens are known. */
    public static Authorized of(Credential.OAuthTokens tokens) {
        return new Authorized(
                new TokenSet(
                        tokens.secret(),
                        tokens.refreshToken(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        JsonNodeFactory.instance.objectNode()),
                Map.of(),
                URI.create(""));
    }

    /** Neither tokens nor the code. */
    @Override
    public String toString() {
        return "Authorized[" + redirectUri + "]";
    }
}
