package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.Locale;

/** JSON documents as the simulators read and write them. Thread-safe. */
public final class Json {

    /** Refuses unknown fields, so that a misspelt command is reported and not ignored. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static ArrayNode strings(Collection<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    public static ArrayNode objects(Collection<? extends JsonNode> values) {
        return array().addAll(values);
    }

    /** The request's body; a missing node when it is empty or not JSON, which every provider answers in its own way. */
    public static JsonNode body(Context context) {
        try {
            return MAPPER.readTree(RequestBody.bytes(context));
        } catch (java.io.IOException notJson) {
            return MAPPER.missingNode();
        }
    }

    /** One parameter, from the JSON body, the form or the query, in this order; empty when it is in none. */
    public static String parameter(Context context, String name) {
        if (isJson(context)) {
            JsonNode value = body(context).path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                return value.isContainerNode() ? value.toString() : value.asText();
            }
        } else {
            String value = context.formParam(name);
            if (value != null) {
                return value;
            }
        }
        String value = context.queryParam(name);
        return value == null ? "" : value;
    }

    public static boolean isJson(Context context) {
        String type = context.contentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree could not be written.", impossible);
        }
    }
}
