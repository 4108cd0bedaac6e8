package dev.patchbay.local.simulator.oauth;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One access token.
 *
 * @param kind which of a grant's tokens: Slack has {@code bot} and {@code user}, the others one
 * @param expiresAt empty: never
 */
public record AccessToken(
        String value, Grant grant, String kind, Set<String> scopes, Instant issuedAt, Optional<Instant> expiresAt) {

    @Override
    public String toString() {
        return "AccessToken[***, kind=" + kind + ", account=" + grant.account().login() + "]";
    }

    public Account account() {
        return grant.account();
    }

    /** Whether it carries one of these. */
    public boolean allowsAny(Set<String> wanted) {
        return wanted.stream().anyMatch(scopes::contains);
    }
}
