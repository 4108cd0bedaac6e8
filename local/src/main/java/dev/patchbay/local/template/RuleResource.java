package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** An EventBridge rule: events on {@code bus} that match {@code pattern} go to each target. */
public record RuleResource(
        String logicalId, String name, String bus, JsonNode pattern, boolean enabled, List<Target> targets) {

    /**
     * A Lambda function or an SQS queue.
     *
     * @param input a constant that replaces the event
     * @param inputPath what part of the event is passed, as a JSON path of plain fields
     * @param messageGroupId for FIFO queues
     */
    public record Target(
            String id,
            String arn,
            Optional<String> input,
            Optional<String> inputPath,
            Optional<String> messageGroupId) {}
}
