package dev.patchbay.functions.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;

/**
 * What travels through the queue: connections of one OAuth app that are due.
 *
 * @param app the OAuth app, or the provider where keys are in doubt
 * @param trial whether these are to try if their OAuth app is good again
 * @param connections at least one, the longest due first
 */
public record RefreshMessage(String app, boolean trial, List<Member> connections) {
    /** More of them in one message would take longer than its worker has. */
    public static final int MOST = 10;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A connection that is due. */
    public record Member(WorkspaceId workspace, ConnectionId id) {}

    public RefreshMessage {
        connections = List.copyOf(connections);
        if (app.isEmpty() || connections.isEmpty()) {
            throw new IllegalArgumentException("Not a refresh message: it has no app or no connections");
        }
    }

    public String toJson() {
        ObjectNode message = JSON.createObjectNode().put("app", app).put("trial", trial);
        ArrayNode list = message.putArray("connections");
        connections.forEach(one -> list.addObject()
                .put("workspace", one.workspace().value())
                .put("connection", one.id().value()));
        return message.toString();
    }

    /** @throws IllegalArgumentException if it was not written by {@link #toJson} */
    public static RefreshMessage of(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            return new RefreshMessage(
                    tree.path("app").asText(),
                    tree.path("trial").asBoolean(),
                    tree.path("connections")
                            .valueStream()
                            .map(one -> new Member(
                                    new WorkspaceId(one.path("workspace").asText()),
                                    new ConnectionId(one.path("connection").asText())))
                            .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a refresh message", e);
        }
    }
}
