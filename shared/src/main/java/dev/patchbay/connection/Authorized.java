package dev.patchbay.connection;

import dev.patchbay.provider.TokenSet;
import java.net.URI;
import java.util.Map;

/**
 * An authorization whose code has been exchanged.
 *
 * @param redirect the query parameters with which the browser came back
 * @param redirectUri where it came back to
 */
public record Authorized(TokenSet tokens, Map<String, String> redirect, URI redirectUri) {
    /** Neither tokens nor the code. */
    @Override
    public String toString() {
        return "Authorized[" + redirectUri + "]";
    }
}
