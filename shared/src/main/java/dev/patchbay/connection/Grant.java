package dev.patchbay.connection;

import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.TokenSet;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of the life of a grant.
 *
 * @param agreedAt when the person agreed
 * @param toldUntil when the provider said that it ends, if it did
 * @param forecast when it will end as far as is known now; absent: nobody knows
 */
public record Grant(Instant agreedAt, Optional<Instant> toldUntil, Optional<GrantForecast> forecast) {

    /** A grant that a person has just agreed to. */
    public static Grant agreed(Provider provider, TokenSet tokens, Instant now) {
        Optional<Instant> lastToken = tokens.refreshToken().isPresent() ? Optional.empty() : tokens.expiresAt();
        return of(provider, now, tokens.grantExpiresAt(), now, lastToken);
    }

    /** The same after a refresh. What the answer does not tell anew stands as it was told. */
    Grant refreshed(Provider provider, TokenSet tokens, Instant now) {
        return of(provider, agreedAt, tokens.grantExpiresAt().or(() -> toldUntil), now, Optional.empty());
    }

    /** @param lastToken when the access token ends, where none can come after it */
    private static Grant of(
            Provider provider,
            Instant agreedAt,
            Optional<Instant> toldUntil,
            Instant refreshedAt,
            Optional<Instant> lastToken) {
        Stream<GrantForecast> told = toldUntil.stream()
                .map(at -> new GrantForecast(at, provider.title() + " limits how long this access lasts."));
        Stream<GrantForecast> last = lastToken.stream()
                .map(at -> new GrantForecast(
                        at, provider.title() + " gives access for a limited time, and only you can renew it."));
        List<Auth.Ending> rules = provider.oauth().endings().orElse(List.of());
        Stream<GrantForecast> ruled =
                rules.stream().map(rule -> new GrantForecast(rule.of(agreedAt, refreshedAt), rule.says()));
        return new Grant(
                agreedAt,
                toldUntil,
                Stream.of(told, last, ruled)
                        .flatMap(ends -> ends)
                        // What a refresh has outlived was not the end.
                        .filter(end -> end.at().isAfter(refreshedAt))
                        .min(Comparator.comparing(GrantForecast::at)));
    }
}
