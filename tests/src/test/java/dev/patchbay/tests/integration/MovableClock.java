package dev.patchbay.tests.integration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it. Starts in the far future, since DynamoDB deletes items that have expired by the real
 * clock, which {@link UnexpiredItems} guards.
 */
public final class MovableClock extends Clock {
    public static final Instant START = Instant.parse("2126-11-20T12:00:00Z");

    private volatile Instant now = START;

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
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
