package dev.patchbay.action;

import dev.patchbay.catalog.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One delivery that is being worked on.
 *
 * @param deadline when this worker ends at the latest
 */
record ActionRun<I>(
        ProviderAction<I> action,
        ActionMessage message,
        Provider provider,
        Delivery delivery,
        Instant deadline,
        Clock clock) {
    private static final Duration TIME_FOR_A_CALL = Duration.ofSeconds(12);

    Duration remaining() {
        return Duration.between(clock.instant(), deadline);
    }

    /**
     * What was tried. An action that waited behind others of its connection counts their attempts too: the provider has answered none.
     *
     * @param attempts the calls of this action
     */
    ActionRetries.Tries tries(int attempts) {
        return new ActionRetries.Tries(
                Math.max(attempts, delivery.count()),
                Duration.between(clock.instant(), message.accepted().deadline()));
    }

    /** Whether a call begun now can be over, and its outcome recorded, before the deadline. */
    boolean hasTimeForACall() {
        return remaining().compareTo(TIME_FOR_A_CALL) >= 0;
    }
}
