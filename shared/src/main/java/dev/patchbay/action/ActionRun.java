package dev.patchbay.action;

import dev.patchbay.provider.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * One delivery that is being worked on.
 *
 * @param deadline when this worker is dead at the latest
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

    /** Whether a call begun now can be over, and its outcome recorded, before the deadline. */
    boolean hasTimeForACall() {
        return remaining().compareTo(TIME_FOR_A_CALL) >= 0;
    }
}
