package dev.patchbay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Events as JSON. They are written and read field by field, since binding by reflection takes a cold start longer. Fields that are not
 * known are ignored, so that a consumer can read the events of a newer producer. Thread-safe.
 */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EventJson() {}

    /**
     * Reads an event as {@link PatchbayEvent#toJson} writes it.
     *
     * @throws IllegalArgumentException if it is not JSON, its type is unknown, or a field is missing or of another kind
     */
    public static PatchbayEvent read(String event) {
        return EventReader.read(tree(event));
    }

    /**
     * Reads the event that EventBridge delivers, as the {@code detail} of its envelope.
     *
     * @throws IllegalArgumentException as for {@link #read}
     */
    public static PatchbayEvent delivered(String envelope) {
        return EventReader.read(tree(envelope).path("detail"));
    }

    /**
     * Returns the type that an event states, without reading the rest: it may be one that only a newer version knows.
     *
     * @return empty text if it states none
     * @throws IllegalArgumentException if it is not JSON
     */
    public static String type(String event) {
        return tree(event).path("type").asText();
    }

    static String write(PatchbayEvent event) {
        ObjectNode json = EventWriter.write(event);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON values can be written", e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The event is not JSON", e);
        }
    }
}
