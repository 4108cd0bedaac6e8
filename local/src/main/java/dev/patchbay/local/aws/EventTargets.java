package dev.patchbay.local.aws;

/** Where EventBridge delivers. Implementations are thread-safe. */
public interface EventTargets {
    /** One target of a rule: the ARN of a function or queue, and the message group for a FIFO queue, else empty. */
    record EventTarget(String arn, String messageGroupId) {}

    /**
     * Hands over one event.
     *
     * @throws RuntimeException when the target did not take it; it is tried again
     */
    void deliver(EventTarget target, String event);
}
