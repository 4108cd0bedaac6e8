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
 * @param action its name, such as {@code gmail.send-email}
 * @param deadline until when it is tried again
 * @param agent on whose behalf it runs, if an agent's
 * @param correlation the id of the request that asked for it, which the worker's log lines carry too
 */
public record ActionMessage(
        WorkspaceId workspace,
        ActionId id,
        String action,
        ProviderId provider,
        ConnectionId connection,
        Optional<String> agent,
        Instant createdAt,
        Instant deadline,
        String correlation,
        JsonNode input) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** With the standard deadline. */
    public ActionMessage(
            WorkspaceId workspace,
            ActionId id,
            String action,
            ProviderId provider,
            ConnectionId connection,
            Optional<String> agent,
            Instant createdAt,
            String correlation,
            JsonNode input) {
        this(
                workspace,
                id,
                action,
                provider,
                connection,
                agent,
                createdAt,
                createdAt.plus(ActionDeadline.STANDARD),
                correlation,
                input);
    }

    /** The record of this action as it is when accepted: queued, never tried. */
    public ActionRecord queued() {
        return new ActionRecord(
                workspace,
                id,
                action,
                provider,
                connection,
                agent,
                ActionState.QUEUED,
                0,
                Optional.empty(),
                JSON.createObjectNode(),
                Optional.empty(),
                createdAt,
                deadline,
                Optional.empty(),
                Optional.empty());
    }

    public String toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("workspace", workspace.value())
                .put("id", id.value())
                .put("action", action)
                .put("provider", provider.value())
                .put("connection", connection.value())
                .put("createdAt", createdAt.toString())
                .put("deadline", deadline.toString())
                .put("correlation", correlation);
        agent.ifPresent(present -> json.put("agent", present));
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
                            .orElseGet(() -> createdAt.plus(ActionDeadline.STANDARD)),
                    tree.path("correlation").asText(tree.path("id").asText()),
                    tree.path("input"));
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            throw new IllegalArgumentException("Not an action message", e);
        }
    }
}
