package dev.patchbay.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What travels through the queue to a worker: which action, through which connection, with what input. Never a credential.
 *
 * @param correlation the id of the request that asked for it, which the worker's log lines carry too
 */
public record ActionMessage(AcceptedAction accepted, String correlation, JsonNode input) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The record of this action as it is when accepted: queued, never tried. */
    public ActionRecord queued() {
        return new ActionRecord(accepted, ActionProgress.QUEUED, ActionOutcome.none());
    }

    public WorkspaceId workspace() {
        return accepted.workspace();
    }

    public ActionId id() {
        return accepted.id();
    }

    /** Its name, such as {@code gmail.send-email}. */
    public String action() {
        return accepted.action();
    }

    public ProviderId provider() {
        return accepted.provider();
    }

    public ConnectionId connection() {
        return accepted.connection();
    }

    public String toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("workspace", workspace().value())
                .put("id", id().value())
                .put("action", action())
                .put("provider", provider().value())
                .put("connection", connection().value())
                .put("createdAt", accepted.createdAt().toString())
                .put("deadline", accepted.deadline().toString())
                .put("correlation", correlation);
        accepted.agent().ifPresent(present -> json.put("agent", present));
        json.set("input", input);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written as JSON", e);
        }
    }

    /**
     * Reads a message back.
     *
     * @throws IllegalArgumentException if it was not written by {@link #toJson}
     */
    public static ActionMessage of(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            Instant createdAt = Instant.parse(tree.path("createdAt").asText());
            return new ActionMessage(
                    new AcceptedAction(
                            new WorkspaceId(tree.path("workspace").asText()),
                            new ActionId(tree.path("id").asText()),
                            tree.path("action").asText(),
                            new ProviderId(tree.path("provider").asText()),
                            new ConnectionId(tree.path("connection").asText()),
                            Optional.ofNullable(tree.get("agent")).map(JsonNode::asText),
                            createdAt,
                            // Messages of an older version have neither of these.
                            Optional.ofNullable(tree.get("deadline"))
                                    .map(text -> Instant.parse(text.asText()))
                                    .orElseGet(() -> createdAt.plus(ActionDeadline.STANDARD))),
                    tree.path("correlation").asText(tree.path("id").asText()),
                    tree.path("input"));
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            throw new IllegalArgumentException("Not an action message", e);
        }
    }
}
