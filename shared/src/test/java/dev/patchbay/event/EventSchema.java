package dev.patchbay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON Schema of the events: one definition for each type, which a consumer can use by itself. */
final class EventSchema {
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    private EventSchema() {}

    static String of(List<EventType> types) {
        ObjectNode schema = object().put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "Patchbay's events")
                .put(
                        "description",
                        "The detail of an event of Patchbay's bus. $defs has a schema for each type. Later versions"
                                + " may have more types and more fields: ignore those that you do not know.");
        ArrayNode oneOf = schema.putArray("oneOf");
        ObjectNode definitions = schema.putObject("$defs");
        for (EventType type : types) {
            oneOf.addObject().put("$ref", "#/$defs/" + type.name());
            definitions.set(type.name(), definition(type));
        }
        return text(schema);
    }

    private static ObjectNode definition(EventType type) {
        ObjectNode definition = object().put("description", type.description()).put("type", "object");
        ObjectNode properties = definition.putObject("properties");
        ArrayNode required = definition.putArray("required");
        for (EventType.Field field : type.fields()) {
            ObjectNode value = field.name().equals("type") ? object().put("const", type.name()) : value(field.kind());
            properties.set(field.name(), value.put("description", field.meaning()));
            if (!field.optional()) {
                required.add(field.name());
            }
        }
        return definition;
    }

    private static ObjectNode value(EventType.Kind kind) {
        return switch (kind) {
            case EventType.Kind.Text text -> object().put("type", "string");
            case EventType.Kind.Texts texts -> {
                ObjectNode list = object().put("type", "array");
                list.putObject("items").put("type", "string");
                yield list;
            }
            case EventType.Kind.Time time -> object().put("type", "string").put("format", "date-time");
            case EventType.Kind.WholeNumber number -> object().put("type", "integer");
            case EventType.Kind.JsonObject object -> object().put("type", "object");
            case EventType.Kind.OneOf one -> {
                ObjectNode name = object();
                one.values().forEach(name.putArray("enum")::add);
                yield name;
            }
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String text(ObjectNode schema) {
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);
        try {
            return JsonMapper.builder().build().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON values can be written", e);
        }
    }
}
