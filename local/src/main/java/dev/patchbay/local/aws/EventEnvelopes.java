package dev.patchbay.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts what {@code PutEvents} was given into EventBridge's envelope. */
record EventEnvelopes(String region, String account, Clock clock) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event as rules and targets see it; an entry that EventBridge would refuse is an {@link AwsError}. */
    ObjectNode of(JsonNode entry) {
        for (String required : List.of("Source", "DetailType", "Detail")) {
            if (entry.path(required).asText().isEmpty()) {
                throw new AwsError(
                        400, "InvalidArgument", "Parameter " + required + " is not valid. Reason: it is required.");
            }
        }
        ObjectNode event = JSON.createObjectNode()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", entry.path("DetailType").asText())
                .put("source", entry.path("Source").asText())
                .put("account", account)
                .put(
                        "time",
                        time(entry.path("Time")).truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", region);
        event.putArray("resources").addAll(entry.path("Resources").valueStream().toList());
        event.set("detail", detail(entry.path("Detail").asText()));
        return event;
    }

    /** The size of an entry. Source: EventBridge user guide, "Calculating PutEvents event entry size". The sum of a request must be less than 256 KB. */
    static int bytes(JsonNode entry) {
        Stream<JsonNode> texts = Stream.concat(
                Stream.of("Source", "DetailType", "Detail").map(entry::path),
                entry.path("Resources").valueStream());
        return (entry.has("Time") ? 14 : 0)
                + texts.mapToInt(text -> text.asText().getBytes(StandardCharsets.UTF_8).length)
                        .sum();
    }

    private Instant time(JsonNode seconds) {
        return seconds.isNumber() ? Instant.ofEpochMilli((long) (seconds.asDouble() * 1000)) : Instant.now(clock);
    }

    private static JsonNode detail(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode detail) {
                return detail;
            }
        } catch (JsonProcessingException e) {
            throw new AwsError(400, "MalformedDetail", "Detail is malformed: " + e.getOriginalMessage());
        }
        throw new AwsError(400, "MalformedDetail", "Detail is malformed: it must be an object.");
    }
}
