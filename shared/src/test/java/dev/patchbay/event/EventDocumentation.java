package dev.patchbay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The examples of docs/events.md and the schemas of docs/events.schema.json, as a consumer reads them. */
public final class EventDocumentation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private EventDocumentation() {}

    /** The documented events, by type. */
    static Map<String, ObjectNode> examples() {
        return EXAMPLE.matcher(text("../docs/events.md"))
                .results()
                .map(block -> (ObjectNode) tree(block.group(1)))
                .collect(Collectors.toMap(
                        example -> example.path("type").asText(),
                        example -> example,
                        (one, other) -> {
                            throw new IllegalStateException("Two examples of one type");
                        },
                        TreeMap::new));
    }

    /** The documented event of a type that has one. */
    static ObjectNode example(String type) {
        return Optional.ofNullable(examples().get(type)).orElseThrow();
    }

    /**
     * Returns how an event differs from the schema of its type, by a validator that is not Patchbay's. A field that is not documented is a
     * fault too, although consumers must ignore it.
     */
    public static Set<String> faults(String event) {
        JsonNode json = tree(event);
        ObjectNode schema = (ObjectNode) tree(text("../docs/events.schema.json"));
        schema.path("$defs").forEach(type -> ((ObjectNode) type).put("additionalProperties", false));
        schema.remove("oneOf");
        schema.put("$ref", "#/$defs/" + json.path("type").asText());
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config).validate(json).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON", e);
        }
    }

    private static String text(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
