package dev.patchbay.tests.documents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How invocations share an account's concurrency, in steps of ten simulated milliseconds. A queue's message starts as soon as the account
 * and its queue's limit allow, since Lambda's pollers ask all the time; a request to the API asks once, and is refused if nothing is free
 * then. Source of how a queue without a limit scales: Lambda developer guide, "Configuring scaling behavior for SQS event source mappings".
 */
final class ConcurrencySimulation {
    /** What a queue without a limit takes: five at first, 300 a minute more, 1,000 at most. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int STEP = 10;
    private static final int SECOND = 1_000;

    private final int account;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingInt(Running::until));
    private int apiPerSecond;
    private int apiMilliseconds;
    private int leastLeft;
    private int refused;
    private int accepted;

    private record Running(int until, String source) {}

    /** A queue's messages on their way. */
    private static final class Source {
        private final int limit;
        private final int perSecond;
        private final int milliseconds;
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final List<Integer> waits = new ArrayList<>();
        private int inFlight;
        private int peak;

        Source(int limit, int queued, int perSecond, int milliseconds) {
            this.limit = limit;
            this.perSecond = perSecond;
            this.milliseconds = milliseconds;
            waiting.addAll(Collections.nCopies(queued, 0));
        }

        boolean mayStart(int now) {
            int allowed = limit == UNLIMITED ? Math.min(1_000, 5 + 300 * now / (60 * SECOND)) : limit;
            return !waiting.isEmpty() && inFlight < allowed;
        }
    }

    /**
     * What came of it.
     *
     * @param peaks by queue, how many of its invocations ran at once at most
     * @param longestWaits by queue, in milliseconds, of the messages that came during the simulation
     * @param leastLeft of the account's concurrency at the worst moment
     */
    record Result(
            Map<String, Integer> peaks, Map<String, Integer> longestWaits, int leastLeft, int refused, int accepted) {}

    /** @param account its concurrency */
    ConcurrencySimulation(int account) {
        this.account = account;
        this.leastLeft = account;
    }

    /**
     * A queue.
     *
     * @param queued how many messages are there at the start
     * @param perSecond how many come
     * @param milliseconds how long each takes
     */
    ConcurrencySimulation queue(String name, int limit, int queued, int perSecond, int milliseconds) {
        sources.put(name, new Source(limit, queued, perSecond, milliseconds));
        return this;
    }

    ConcurrencySimulation api(int perSecond, int milliseconds) {
        apiPerSecond = perSecond;
        apiMilliseconds = milliseconds;
        return this;
    }

    Result run(int seconds) {
        for (int now = 0; now < seconds * SECOND; now += STEP) {
            end(now);
            arrive(now);
            start(now);
            api(now);
            leastLeft = Math.min(leastLeft, account - running.size());
        }
        Map<String, Integer> peaks = new LinkedHashMap<>();
        Map<String, Integer> waits = new LinkedHashMap<>();
        sources.forEach((name, source) -> {
            peaks.put(name, source.peak);
            int still = source.waiting.isEmpty() ? 0 : seconds * SECOND - source.waiting.getFirst();
            waits.put(
                    name,
                    Math.max(
                            still,
                            source.waits.stream().mapToInt(wait -> wait).max().orElse(0)));
        });
        return new Result(peaks, waits, leastLeft, refused, accepted);
    }

    private void end(int now) {
        for (Running first = running.peek(); first != null && first.until() <= now; first = running.peek()) {
            running.remove();
            Source source = sources.get(first.source());
            if (source != null) {
                source.inFlight--;
            }
        }
    }

    private void api(int now) {
        if (now % (SECOND / apiPerSecond) < STEP) {
            if (running.size() < account) {
                running.add(new Running(now + apiMilliseconds, "API"));
                accepted++;
            } else {
                refused++;
            }
        }
    }

    private void arrive(int now) {
        sources.values().stream()
                .filter(source -> source.perSecond > 0 && now % (SECOND / source.perSecond) < STEP)
                .forEach(source -> source.waiting.add(now));
    }

    /** One of each queue in turn, as their pollers are independent of each other. */
    private void start(int now) {
        boolean started = true;
        while (started) {
            started = false;
            for (Map.Entry<String, Source> each : sources.entrySet()) {
                Source source = each.getValue();
                if (running.size() < account && source.mayStart(now)) {
                    source.waits.add(now - source.waiting.remove());
                    source.inFlight++;
                    source.peak = Math.max(source.peak, source.inFlight);
                    running.add(new Running(now + source.milliseconds, each.getKey()));
                    started = true;
                }
            }
        }
    }
}
