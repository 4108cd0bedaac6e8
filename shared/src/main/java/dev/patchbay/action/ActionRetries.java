package dev.patchbay.action;

import dev.patchbay.aws.Pause;
import dev.patchbay.provider.ProviderError;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides what follows a failed call: three attempts, after 1, 2 and 4 seconds with jitter or after what the provider asks. Up to
 * a second is waited in place; longer goes back to the queue. Thread-safe.
 */
public final class ActionRetries {
    private static final int ATTEMPTS = 3;
    private static final Duration LONGEST_IN_PLACE = Duration.ofSeconds(1);

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

        /** Nothing was done; let the queue bring it back after the wait. */
        record Requeue(Duration after) implements Next {}

        /** It failed for good. */
        record GiveUp() implements Next {}

        /** It may have been done, and doing it twice would do harm. */
        record OutcomeUnknown() implements Next {}
    }

    /**
     * Waits where the wait is short.
     *
     * @param attempt how many calls were made, from 1
     */
    Next after(ProviderError error, int attempt, boolean safeToRepeat) {
        return switch (error) {
            case ProviderError.Transient e ->
                e.mayHaveActed() && !safeToRepeat ? new Next.OutcomeUnknown() : retry(attempt, backoff(attempt));
            case ProviderError.RateLimited e -> retry(attempt, longer(e.retryAfter(), backoff(attempt)));
            case ProviderError.Unauthorized e -> new Next.GiveUp();
            case ProviderError.QuotaExhausted e -> new Next.GiveUp();
            case ProviderError.InvalidInput e -> new Next.GiveUp();
            case ProviderError.NotFound e -> new Next.GiveUp();
            case ProviderError.Misconfigured e -> new Next.GiveUp();
        };
    }

    private Next retry(int attempt, Duration wait) {
        if (attempt >= ATTEMPTS) {
            return new Next.GiveUp();
        }
        if (wait.compareTo(LONGEST_IN_PLACE) > 0) {
            return new Next.Requeue(wait);
        }
        pause.of(wait);
        return new Next.Again();
    }

    /** 1, 2, 4 seconds, each shortened by up to a quarter so that callers do not come back together. */
    private Duration backoff(int attempt) {
        long full = Duration.ofSeconds(1L << (attempt - 1)).toMillis();
        return Duration.ofMillis(full - random.nextLong(full / 4));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
