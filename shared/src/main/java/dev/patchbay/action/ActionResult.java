package dev.patchbay.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.patchbay.aws.StoredJson;
import dev.patchbay.aws.StoredText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The result of an action: a JSON object, such as {@code {"messageId":"19aa"}}. It is stored and shown, so it holds no secret and nothing
 * that the caller did not ask for. Record, event and a list of 100 actions must hold it: it has at most 16,000 bytes as JSON,
 * 50 entries in an object or array, 8 levels, 500 characters in a text and 200 in a name. What exceeds that is left out, and a longer text is
 * shortened. A number that DynamoDB cannot hold becomes a text.
 */
public record ActionResult(ObjectNode json) {
    private static final int MOST_BYTES = 16_000;
    private static final int MOST_ENTRIES = 50;
    private static final int DEEPEST = 8;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public ActionResult {
        json = new Room().object(json, 1);
    }

    /** A result of name and value pairs. */
    public static ActionResult of(String... namesAndValues) {
        ObjectNode values = JSON.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ActionResult(values);
    }

    /** The bytes that are left while a result is copied. */
    private static final class Room {
        private int left = MOST_BYTES;

        private ObjectNode object(ObjectNode from, int level) {
            ObjectNode kept = JSON.objectNode();
            from.properties().stream().limit(MOST_ENTRIES).forEach(field -> {
                String name = StoredText.name(field.getKey());
                if (take(JSON.textNode(name))) {
                    value(field.getValue(), level).ifPresent(value -> kept.set(name, value));
                }
            });
            return kept;
        }

        private ArrayNode array(ArrayNode from, int level) {
            ArrayNode kept = JSON.arrayNode();
            from.valueStream()
                    .limit(MOST_ENTRIES)
                    .forEach(value -> value(value, level).ifPresent(kept::add));
            return kept;
        }

        private Optional<JsonNode> value(JsonNode value, int level) {
            return switch (value) {
                case ObjectNode object ->
                    level < DEEPEST && take(JSON.objectNode())
                            ? Optional.of(object(object, level + 1))
                            : Optional.empty();
                case ArrayNode array ->
                    level < DEEPEST && take(JSON.arrayNode()) ? Optional.of(array(array, level + 1)) : Optional.empty();
                case TextNode text -> Optional.of(text(text.textValue())).filter(this::take);
                case NumericNode number ->
                    Optional.of(isHeld(number) ? number : text(number.asText())).filter(this::take);
                case JsonNode other -> Optional.of(other).filter(this::take);
            };
        }

        private static boolean isHeld(JsonNode number) {
            return Double.isFinite(number.doubleValue()) && StoredJson.holds(number.decimalValue());
        }

        private static JsonNode text(String text) {
            return JSON.textNode(StoredText.sentence(text));
        }

        /** Counts what a node takes, with the comma or colon behind it. */
        private boolean take(JsonNode node) {
            int bytes = node.toString().getBytes(StandardCharsets.UTF_8).length + 1;
            boolean fits = bytes <= left;
            left -= fits ? bytes : 0;
            return fits;
        }
    }
}
