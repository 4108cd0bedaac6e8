package dev.patchbay.functions.notifications;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event of Patchbay's bus about one connection, as EventBridge hands it to a queue.
 *
 * @param id the event's own, the same at each delivery
 * @param type such as {@code connection.expired}
 */
record HubEvent(
        String id, String type, WorkspaceId workspace, ProviderId provider, ConnectionId connection, JsonNode detail) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws IllegalArgumentException if it is no such event */
    static HubEvent of(String envelope) {
        JsonNode detail = tree(envelope).path("detail");
        return new HubEvent(
                text(detail, "id"),
                text(detail, "type"),
                new WorkspaceId(text(detail, "workspace")),
                new ProviderId(text(detail, "provider")),
                new ConnectionId(text(detail, "connectionId")),
                detail);
    }

    /** A text of the detail, if it has it. */
    Optional<String> text(String name) {
        return Optional.of(detail.path(name).asText()).filter(text -> !text.isEmpty());
    }

    /** The texts of a list of the detail; empty if it has none. */
    List<String> texts(String name) {
        return detail.path(name).valueStream().map(JsonNode::asText).toList();
    }

    /**
     * A time of the detail, if it has it.
     *
     * @throws IllegalArgumentException if it is no time
     */
    Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("The event's " + name + " is no time", e);
        }
    }

    private static JsonNode tree(String envelope) {
        try {
            return JSON.readTree(envelope);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The message is no JSON", e);
        }
    }

    private static String text(JsonNode detail, String name) {
        String text = detail.path(name).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The event has no " + name);
        }
        return text;
    }
}
