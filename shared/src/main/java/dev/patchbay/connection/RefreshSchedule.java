package dev.patchbay.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a connection's tokens are refreshed, and what keeps them from it.
 *
 * @param refreshAt when the schedule refreshes the tokens, or ends what cannot be refreshed; absent: never
 * @param refusedSince since when the provider has refused a refresh, or a credential in doubt; absent: it has not, or was not asked since
 *     the tokens were granted
 * @param notBefore until when the provider asks for no further token request; absent: one may be sent
 */
public record RefreshSchedule(
        Optional<Instant> refreshAt, Optional<Instant> refusedSince, Optional<Instant> notBefore) {

    /** One of tokens that are never refreshed. */
    public static RefreshSchedule never() {
        return new RefreshSchedule(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether the schedule is to refresh the tokens. */
    public boolean isDue(Instant now) {
        return refreshAt.filter(due -> !now.isBefore(due)).isPresent();
    }

    /** Returns how much longer the provider asked to wait before the next token request; empty if a request may be sent. */
    public Optional<Duration> askedToWait(Instant now) {
        return notBefore.map(end -> Duration.between(now, end)).filter(Duration::isPositive);
    }
}
