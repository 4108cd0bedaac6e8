package dev.patchbay.refresh;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When tokens are refreshed: {@link #due} before they expire for a caller that needs them now, and {@link #next} by the schedule,
 * needed or not. A connection in use never waits for a token; an idle one is renewed daily, which no provider's
 * inactivity limit outruns and which detects a revoked grant within a day. A grant that cannot be refreshed is checked when it
 * expires, so that it is not shown as connected. Thread-safe.
 */
public final class RefreshPlan {
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(15);
    private static final Duration IN_USE = Duration.ofDays(1);
    private static final Duration IDLE = Duration.ofDays(1);
    /** The schedule's interval: what could not be renewed is due again at its next run. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final RandomGenerator random;

    public RefreshPlan(RandomGenerator random) {
        this.random = random;
    }

    /** Whether the access token ends so soon that it is renewed before it is used. */
    boolean due(Connection connection, Instant now) {
        return connection
                .access()
                .tokensExpireAt()
                .filter(end ->
                        !now.isBefore(end.minus(margin(connection.access().tokensIssuedAt(), end))))
                .isPresent();
    }

    /** When the schedule looks at tokens that a connect has just brought; absent where they have no end. */
    public Optional<Instant> first(Credential credential, Instant issued, Optional<Instant> tokensExpireAt) {
        return next(credential, issued, tokensExpireAt, Optional.of(issued));
    }

    /** When the schedule looks at tokens that a refresh has just brought. */
    Optional<Instant> next(
            Credential credential, Instant issued, Optional<Instant> tokensExpireAt, Optional<Instant> lastUsed) {
        boolean refreshable = credential instanceof Credential.OAuthTokens tokens
                && tokens.refreshToken().isPresent();
        if (!refreshable) {
            return tokensExpireAt;
        }
        boolean inUse =
                lastUsed.filter(used -> used.plus(IN_USE).isAfter(issued)).isPresent();
        return tokensExpireAt
                .map(end -> end.minus(margin(issued, end)))
                .map(due -> inUse || due.isAfter(issued.plus(IDLE)) ? due : issued.plus(IDLE));
    }

    /** When the schedule tries again after it failed. */
    Instant again(Instant now) {
        return now.plus(AGAIN);
    }

    /** A quarter of the token's life, at most 15 minutes, less up to a tenth so that connections do not fall due together. */
    private Duration margin(Instant issued, Instant end) {
        Duration quarter = Duration.between(issued, end).dividedBy(4);
        Duration margin = quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
        return margin.minusMillis(random.nextLong(Math.max(1, margin.toMillis() / 10)));
    }
}
