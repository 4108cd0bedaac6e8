package dev.patchbay.action;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * For how long an action is tried again, counted from its acceptance. The first attempt is made whenever its turn comes, within six hours
 * after the deadline.
 */
public final class ActionDeadline {
    public static final Duration STANDARD = Duration.ofMinutes(15);

    /** Shorter than an idempotency key is kept, and than a queue keeps a message. */
    public static final Duration LONGEST = Duration.ofHours(12);

    private ActionDeadline() {}

    /** Reads an ISO 8601 duration such as {@code PT2H}; empty if it is none, is not longer than nothing or is too long. */
    public static Optional<Duration> parse(String text) {
        try {
            return Optional.of(Duration.parse(text))
                    .filter(Duration::isPositive)
                    .filter(length -> length.compareTo(LONGEST) <= 0);
        } catch (DateTimeParseException | ArithmeticException noDuration) {
            return Optional.empty();
        }
    }
}
