package dev.patchbay.functions.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.tenant.WorkspaceId;

/**
 * What goes through the queue: a grant to be checked once it can no longer be completed.
 *
 * @param handleHash SHA-256 of its handle, in hexadecimal
 */
public record AbandonedMessage(WorkspaceId workspace, String handleHash) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String toJson() {
        return JSON.createObjectNode()
                .put("workspace", workspace.value())
                .put("handleHash", handleHash)
                .toString();
    }

    /** @throws IllegalArgumentException if it was not written by {@link #toJson} */
    public static AbandonedMessage of(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            String hash = tree.path("handleHash").asText();
            if (hash.isEmpty()) {
                throw new IllegalArgumentException("A message about a pending grant names no handle");
            }
            return new AbandonedMessage(new WorkspaceId(tree.path("workspace").asText()), hash);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a message about a pending grant", e);
        }
    }
}
