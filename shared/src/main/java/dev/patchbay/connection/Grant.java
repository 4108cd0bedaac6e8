package dev.patchbay.connection;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.TokenSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the life of a grant.
 *
 * @param agreedAt when the person agreed
 * @param reportedUntil when it expires according to the provider; absent if the provider did not say
 * @param forecast when it will end as far as is known now; absent: unknown
 */
public record Grant(Instant agreedAt, Optional<Instant> reportedUntil, Optional<GrantForecast> forecast) {

    /** A grant that a person has just agreed to. */
    public static Grant agreed(Provider provider, TokenSet tokens, Instant now) {
        Optional<Instant> lastToken = tokens.refreshToken().isPresent() ? Optional.empty() : tokens.expiresAt();
        String last = withoutRefreshToken(provider, tokens)
                .orElse(provider.title() + " gives access for a limited time, and only you can renew it.");
        return of(provider, now, tokens.grantExpiresAt(), now, lastToken.map(at -> new GrantForecast(at, last)));
    }

    /** Why a grant cannot be renewed though a refresh token was asked for; empty if one came, or the access token has no end. */
    public static Optional<String> withoutRefreshToken(Provider provider, TokenSet tokens) {
        boolean asked = provider.oauth().tokens().refreshTokens() != Auth.RefreshTokens.NONE;
        return asked && tokens.refreshToken().isEmpty() && tokens.expiresAt().isPresent()
                ? Optional.of(noRefreshToken(provider))
                : Optional.empty();
    }

    static String noRefreshToken(Provider provider) {
        return provider.title()
                + " gave no refresh token, so this connection cannot be renewed without you. To fix it, the operator of"
                + " this installation allows refresh tokens (offline access) in the settings of its OAuth app at "
                + provider.title() + "; then reconnect.";
    }

    /** Returns the grant after a refresh. What the answer does not contain stays as it was. */
    public Grant refreshed(Provider provider, TokenSet tokens, Instant now) {
        return of(provider, agreedAt, tokens.grantExpiresAt().or(() -> reportedUntil), now, Optional.empty());
    }

    /** @param lastToken when the access token ends, where none can come after it */
    private static Grant of(
            Provider provider,
            Instant agreedAt,
            Optional<Instant> reportedUntil,
            Instant refreshedAt,
            Optional<GrantForecast> lastToken) {
        Stream<GrantForecast> said = reportedUntil.stream()
                .map(at -> new GrantForecast(at, provider.title() + " limits how long this access lasts."));
        List<Auth.Ending> rules = provider.oauth().tokens().endings().orElse(List.of());
        Stream<GrantForecast> ruled =
                rules.stream().map(rule -> new GrantForecast(rule.of(agreedAt, refreshedAt), rule.message()));
        return new Grant(
                agreedAt,
                reportedUntil,
                Stream.of(said, lastToken.stream(), ruled)
                        .flatMap(ends -> ends)
                        // An end that a refresh has outlived was not one.
                        .filter(end -> end.at().isAfter(refreshedAt))
                        .min(Comparator.comparing(GrantForecast::at)));
    }
}
