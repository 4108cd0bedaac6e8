package dev.patchbay.local.simulator.oauth;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What a provider's authorization server does differently from the others.
 *
 * @param maxGrants how many grants of one account to one app live at once; one more ends the oldest
 * @param revokesAll whether revoking one token ends every grant of that account to the app
 */
public record OAuthRules(Scopes scopes, Clients clients, Tokens tokens, int maxGrants, boolean revokesAll) {

    /**
     * What is asked for and consented to.
     *
     * @param separator between scopes in a request, a space or a comma
     * @param known every scope the provider knows, with what its consent page says of it; empty: any scope is taken
     * @param fixed those that cannot be unticked
     * @param granular whether each scope can be ticked by itself
     */
    public record Scopes(String separator, Map<String, String> known, Set<String> fixed, boolean granular) {
        /** Whether a person can untick it. */
        public boolean canUntick(String scope) {
            return granular && !fixed.contains(scope);
        }
    }

    /**
     * How a client proves itself.
     *
     * @param pkce how a code challenge is handled
     * @param auth the ways in which a client may show its secret
     */
    public record Clients(Pkce pkce, Set<ClientAuth> auth) {}

    /**
     * How long codes and tokens live.
     *
     * @param code how long a code lives
     * @param access how long an access token lives; empty: without end
     * @param refresh how refresh tokens change when used
     * @param givesRefresh by the request and whether this account agreed for the first time
     */
    public record Tokens(
            Duration code,
            Optional<Duration> access,
            RefreshPolicy refresh,
            BiPredicate<AuthorizationRequest, Boolean> givesRefresh) {}

    /** How a code challenge is handled. */
    public enum Pkce {
        /** Neither read nor checked. */
        IGNORED,
        /** Checked when sent; S256 only. */
        OPTIONAL,
        /** A request without one is refused. */
        REQUIRED
    }

    /** Where a client shows its id and secret. */
    public enum ClientAuth {
        BODY,
        BASIC,
        /** The secret alone, as bearer token or as the user of Basic: Stripe. */
        SECRET_KEY
    }

    /**
     * Starts from the most usual: space, no ticking, PKCE checked when sent, secret in body or Basic, codes of ten
     * minutes, access tokens of an hour, refresh tokens that stay.
     */
    public static Builder usual() {
        return new Builder();
    }

    /** Not thread-safe. */
    public static final class Builder {
        private String scopeSeparator = " ";
        private Map<String, String> scopes = Map.of();
        private Set<String> fixedScopes = Set.of();
        private boolean granular;
        private Pkce pkce = Pkce.OPTIONAL;
        private Set<ClientAuth> clientAuth = Set.of(ClientAuth.BODY, ClientAuth.BASIC);
        private Duration code = Duration.ofMinutes(10);
        private Optional<Duration> access = Optional.of(Duration.ofHours(1));
        private RefreshPolicy refresh = new RefreshPolicy.Same(false, Optional.empty(), Optional.empty());
        private BiPredicate<AuthorizationRequest, Boolean> givesRefreshToken = (request, first) -> true;
        private int maxGrants = Integer.MAX_VALUE;
        private boolean revokesAll;

        private Builder() {}

        public Builder scopeSeparator(String separator) {
            scopeSeparator = separator;
            return this;
        }

        public Builder scopes(Map<String, String> known) {
            scopes = known;
            return this;
        }

        /** Each scope can be unticked, except these. */
        public Builder granularExcept(Set<String> fixed) {
            granular = true;
            fixedScopes = fixed;
            return this;
        }

        public Builder pkce(Pkce use) {
            pkce = use;
            return this;
        }

        public Builder clientAuth(ClientAuth... ways) {
            clientAuth = Set.of(ways);
            return this;
        }

        public Builder codeLives(Duration life) {
            code = life;
            return this;
        }

        public Builder accessLives(Duration life) {
            access = Optional.of(life);
            return this;
        }

        public Builder accessNeverExpires() {
            access = Optional.empty();
            return this;
        }

        public Builder refresh(RefreshPolicy policy) {
            refresh = policy;
            return this;
        }

        public Builder givesRefreshToken(BiPredicate<AuthorizationRequest, Boolean> when) {
            givesRefreshToken = when;
            return this;
        }

        public Builder maxGrants(int most) {
            maxGrants = most;
            return this;
        }

        public Builder revokesAll() {
            revokesAll = true;
            return this;
        }

        public OAuthRules build() {
            return new OAuthRules(
                    new Scopes(scopeSeparator, scopes, fixedScopes, granular),
                    new Clients(pkce, clientAuth),
                    new Tokens(code, access, refresh, givesRefreshToken),
                    maxGrants,
                    revokesAll);
        }
    }
}
