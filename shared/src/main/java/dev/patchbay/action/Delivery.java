package dev.patchbay.action;

import java.time.Duration;

/**
 * One delivery of an action's message to a worker.
 *
 * @param remaining how long the worker may still run
 * @param count how often the queue has delivered this message, this time included
 */
public record Delivery(Duration remaining, int count) {
    /**
     * The queue's {@code maxReceiveCount} in queues.yaml: after this delivery a message goes to the dead letters. More than the longest
     * deadline needs: 12 hours hold 200 deliveries that wait for 5 minutes less a quarter, or 248 that end with their worker.
     */
    public static final int LAST = 300;

    /** After this many a fault that has nothing to do with AWS or a provider is not expected to pass. */
    static final int MANY = 12;

    boolean last() {
        return count >= LAST;
    }

    boolean many() {
        return count >= MANY;
    }
}
