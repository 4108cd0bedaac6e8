package dev.patchbay.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it, unless each reading moves it. Starts in the far future, since DynamoDB deletes items that have expired by the real
 * clock.
 */
public final class MovableClock extends Clock {
    public static final Instant START = Instant.parse("2126-11-20T12:00:00Z");

    private final Duration perReading;
    private Instant now = START;

    public MovableClock() {
        this(Duration.ZERO);
    }

    /** @param perReading by how much each reading moves it */
    public MovableClock(Duration perReading) {
        this.perReading = perReading;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public synchronized Instant instant() {
        now = now.plus(perReading);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
