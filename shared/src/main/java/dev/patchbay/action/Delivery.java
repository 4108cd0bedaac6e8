package dev.patchbay.action;

import java.time.Duration;

/**
 * One delivery of an action's message to a worker.
 *
 * @param remaining how long the worker may still run
 * @param count how often the queue has delivered this message, this time included
 */
public record Delivery(Duration remaining, int count) {
    /** The queue's {@code maxReceiveCount} in template.yaml: after this delivery a message goes to the dead letters. */
    public static final int LAST = 12;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    boolean last() {
        return count >= LAST;
    }

    /** A wait that doubles with each delivery, up to 15 minutes: from 2 seconds, all deliveries together span 47 minutes. */
    Duration growing(Duration first) {
        Duration wait = first;
        for (int delivery = 1; delivery < count && wait.compareTo(LONGEST_WAIT) < 0; delivery++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
