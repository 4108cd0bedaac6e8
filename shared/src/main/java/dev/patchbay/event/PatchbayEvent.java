package dev.patchbay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, as published on EventBridge.
 *
 * @param id unique and stable: a consumer that saw it before may drop it
 * @param type such as {@code connection.connected}, EventBridge's detail type
 * @param detail the other fields; ids and labels, never a secret
 */
public record PatchbayEvent(String id, String type, WorkspaceId workspace, Instant time, Map<String, Object> detail) {
    /** The attribute of an item that holds the event of its last write. */
    public static final String ATTRIBUTE = "event";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The event as EventBridge carries it in {@code detail}: id, type, workspace, time and the rest side by side. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("id", id)
                .put("type", type)
                .put("workspace", workspace.value())
                .put("time", time.toString());
        detail.forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event holds only texts, numbers and lists", e);
        }
    }
}
