package dev.patchbay.local.simulator.oauth;

import java.util.Set;
import java.util.function.Function;

/**
 * One of the tokens that a grant may give, and how its values begin.
 *
 * @param scopes which of the grant's scopes it carries
 */
public record TokenKind(String name, String accessPrefix, String refreshPrefix, Function<Grant, Set<String>> scopes) {

    public TokenKind(String accessPrefix, String refreshPrefix) {
        this("", accessPrefix, refreshPrefix, Grant::scopes);
    }
}
