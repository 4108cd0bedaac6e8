package dev.patchbay.local.simulator.exchange;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that can be moved ahead, so that an hour's token expires in no time. Thread-safe. */
public final class MovableClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    public MovableClock(Clock base) {
        this.base = base;
    }

    /** Moves it by this much; a negative amount moves it back. */
    public void advance(Duration by) {
        ahead.updateAndGet(by::plus);
    }

    /** Back to the time of the clock below. */
    public void reset() {
        ahead.set(Duration.ZERO);
    }

    /** How far it is ahead of the clock below; negative if it is behind. */
    public Duration ahead() {
        return ahead.get();
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        MovableClock moved = new MovableClock(base.withZone(zone));
        moved.advance(ahead.get());
        return moved;
    }
}
