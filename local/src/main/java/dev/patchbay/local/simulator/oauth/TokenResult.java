package dev.patchbay.local.simulator.oauth;

/** The result of a token request. */
public sealed interface TokenResult {

    record Issued(TokenSet tokens) implements TokenResult {}

    /**
     * No tokens.
     *
     * @param detail the name of the parameter that is missing or wrong, for the provider's wording
     */
    record Refused(TokenRefusal why, String detail) implements TokenResult {}
}
