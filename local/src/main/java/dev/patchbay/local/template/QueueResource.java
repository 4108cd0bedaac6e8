package dev.patchbay.local.template;

import java.util.Map;
import java.util.Optional;

/**
 * An SQS queue.
 *
 * @param attributes as {@code CreateQueue} takes them, without the redrive policy
 */
public record QueueResource(
        String logicalId, String name, String arn, Map<String, String> attributes, Optional<Redrive> redrive) {

    /** Where a message goes after it was received {@code maxReceiveCount} times. */
    public record Redrive(String deadLetterArn, int maxReceiveCount) {}
}
