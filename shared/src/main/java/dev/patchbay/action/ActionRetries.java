package dev.patchbay.action;

import dev.patchbay.aws.Pause;
import dev.patchbay.call.ProviderError;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides what follows a failed attempt. Waits grow from 1 second by a factor of 2 to at most 5 minutes, or are as long as the provider
 * asks, until the action's deadline; the last attempt is made at the deadline. Up to a second is waited in place; a longer wait goes
 * back to the queue. Thread-safe.
 */
public final class ActionRetries {
    private static final Duration LONGEST_IN_PLACE = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** As a power of two: more than the longest wait. */
    private static final int MOST_DOUBLINGS = 9;

    private final Pause pause;
    private final RandomGenerator random;

    public ActionRetries(Pause pause, RandomGenerator random) {
        this.pause = pause;
        this.random = random;
    }

    /** What follows. */
    sealed interface Next {
        /** Call again now: the wait is over. */
        record Again() implements Next {}

        /** Nothing was done; the queue delivers it again after the wait. */
        record Requeue(Duration after) implements Next {}

        /** Nothing was done, and the deadline allows no further attempt. */
        record TimeIsUp() implements Next {}

        /** It failed for good. */
        record GiveUp() implements Next {}

        /** It may have been done, and doing it twice would do harm. */
        record OutcomeUnknown() implements Next {}
    }

    /**
     * What was tried.
     *
     * @param made how many attempts or deliveries there were, from 1
     * @param left until the action's deadline
     */
    record Tries(int made, Duration left) {}

    /** Decides, and waits where the wait is short. */
    Next after(ProviderError error, Tries tries, boolean safeToRepeat) {
        return switch (error) {
            case ProviderError.Transient e ->
                e.mayHaveActed() && !safeToRepeat ? new Next.OutcomeUnknown() : retry(Duration.ZERO, tries);
            case ProviderError.RateLimited e -> retry(e.retryAfter(), tries);
            case ProviderError.Unauthorized e -> retry(Duration.ZERO, tries);
            case ProviderError.QuotaExhausted e -> new Next.GiveUp();
            case ProviderError.InvalidInput e -> new Next.GiveUp();
            case ProviderError.NotFound e -> new Next.GiveUp();
            case ProviderError.Misconfigured e -> new Next.GiveUp();
        };
    }

    /**
     * How long to wait before the next attempt; empty if the deadline allows none.
     *
     * @param asked the least to wait
     */
    Optional<Duration> wait(Duration asked, Tries tries) {
        if (!tries.left().isPositive() || asked.compareTo(tries.left()) > 0) {
            return Optional.empty();
        }
        return Optional.of(shorter(longer(asked, backoff(tries.made())), tries.left()));
    }

    private Next retry(Duration asked, Tries tries) {
        Optional<Duration> wait = wait(asked, tries);
        if (wait.isEmpty()) {
            return new Next.TimeIsUp();
        }
        if (wait.get().compareTo(LONGEST_IN_PLACE) > 0) {
            return new Next.Requeue(wait.get());
        }
        pause.of(wait.get());
        return new Next.Again();
    }

    /** 1, 2, 4 seconds and so on, each shortened by up to a quarter so that callers do not retry together. */
    private Duration backoff(int made) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(made - 1, MOST_DOUBLINGS));
        long full = shorter(doubled, LONGEST_WAIT).toMillis();
        return Duration.ofMillis(full - random.nextLong(full / 4));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
