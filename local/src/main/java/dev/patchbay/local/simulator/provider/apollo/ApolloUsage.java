package dev.patchbay.local.simulator.provider.apollo;

import dev.patchbay.local.simulator.exchange.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The calls of one team to one endpoint, in fixed windows that start at the first call. Not thread-safe. */
final class ApolloUsage {

    private final List<Window> windows;

    private ApolloUsage(List<Window> windows) {
        this.windows = windows;
    }

    /** What paid plans give to enrichment: so many a minute, and no other limit. */
    static ApolloUsage perMinute(int most) {
        return new ApolloUsage(List.of(new Window("minute", Duration.ofMinutes(1), most)));
    }

    /** What they give to everything else. */
    static ApolloUsage per(int minute, int hour, int day) {
        return new ApolloUsage(List.of(
                new Window("minute", Duration.ofMinutes(1), minute),
                new Window("hourly", Duration.ofHours(1), hour),
                new Window("24-hour", Duration.ofHours(24), day)));
    }

    /** Counts one call; zero when it is allowed, otherwise how long until it would be. */
    Duration take(Instant now) {
        Duration wait = Duration.ZERO;
        for (Window window : windows) {
            window.roll(now);
            if (window.used >= window.most) {
                wait = Duration.between(now, window.start.plus(window.length));
            }
        }
        if (wait.isZero()) {
            windows.forEach(window -> window.used++);
        }
        return wait;
    }

    /** The same reply with the headers that say how much is left. */
    Reply describe(Reply reply) {
        Reply described = reply;
        for (Window window : windows) {
            described = described
                    .with("x-rate-limit-" + window.name, Integer.toString(window.most))
                    .with("x-" + window.name + "-usage", Integer.toString(window.used))
                    .with("x-" + window.name + "-requests-left", Integer.toString(window.most - window.used));
        }
        return described;
    }

    private static final class Window {
        private final String name;
        private final Duration length;
        private final int most;
        private Instant start = Instant.EPOCH;
        private int used;

        Window(String name, Duration length, int most) {
            this.name = name;
            this.length = length;
            this.most = most;
        }

        void roll(Instant now) {
            if (!now.isBefore(start.plus(length))) {
                start = now;
                used = 0;
            }
        }
    }
}
