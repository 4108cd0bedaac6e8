package dev.patchbay.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;

/**
 * What travels through the queue: a connection that is due.
 *
 * @param trial whether it is the one that tries if its OAuth app is good again
 */
record RefreshMessage(WorkspaceId workspace, ConnectionId connection, boolean trial) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String toJson() {
        return JSON.createObjectNode()
                .put("workspace", workspace.value())
                .put("connection", connection.value())
                .put("trial", trial)
                .toString();
    }

    /** @throws IllegalArgumentException if it was not written by {@link #toJson} */
    static RefreshMessage of(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            return new RefreshMessage(
                    new WorkspaceId(tree.path("workspace").asText()),
                    new ConnectionId(tree.path("connection").asText()),
                    tree.path("trial").asBoolean());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a refresh message", e);
        }
    }
}
