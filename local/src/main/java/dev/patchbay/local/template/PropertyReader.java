package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the properties of one resource and remembers which were asked for, so that {@link #finish} can name the unread ones: a
 * property is supported exactly if a reader asks for it. Problems are collected, never thrown. Not thread-safe.
 */
final class PropertyReader {
    private final String where;
    private final ObjectNode raw;
    private final Expressions expressions;
    private final List<String> problems;
    private final Set<String> known = new HashSet<>();

    PropertyReader(String where, ObjectNode raw, Expressions expressions, List<String> problems) {
        this.where = where;
        this.raw = raw;
        this.expressions = expressions;
        this.problems = problems;
    }

    /** The evaluated property; a missing node when it is absent or {@code AWS::NoValue}. */
    JsonNode get(String name) {
        known.add(name);
        JsonNode value = raw.path(name);
        if (value.isMissingNode()) {
            return value;
        }
        try {
            return expressions.resolve(value);
        } catch (IllegalArgumentException e) {
            problem(name, String.valueOf(e.getMessage()));
            return MissingNode.getInstance();
        }
    }

    String text(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            problem(name, "is missing");
        }
        return value.asText();
    }

    String text(String name, String otherwise) {
        return get(name).asText(otherwise);
    }

    Optional<String> optionalText(String name) {
        JsonNode value = get(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    int integer(String name, int otherwise) {
        return get(name).asInt(otherwise);
    }

    boolean flag(String name) {
        return get(name).asBoolean();
    }

    List<String> texts(String name) {
        return get(name).valueStream().map(JsonNode::asText).toList();
    }

    boolean has(String name) {
        return raw.has(name);
    }

    /** A nested object, to be finished by itself; empty when absent. */
    PropertyReader object(String name) {
        JsonNode value = get(name);
        return new PropertyReader(where + "." + name, asObject(value), expressions, problems);
    }

    /** The elements of a list of objects. */
    List<PropertyReader> objects(String name) {
        return get(name)
                .valueStream()
                .map(element -> new PropertyReader(where + "." + name, asObject(element), expressions, problems))
                .toList();
    }

    /** The values of a mapping of names to objects, unevaluated, with their names. */
    List<Named> named(String name) {
        known.add(name);
        return raw.path(name)
                .propertyStream()
                .map(field -> new Named(
                        field.getKey(),
                        new PropertyReader(
                                where + "." + field.getKey(), asObject(field.getValue()), expressions, problems)))
                .toList();
    }

    record Named(String name, PropertyReader reader) {}

    /** Ignores these properties on purpose; the reason is for the reader of the code. */
    PropertyReader ignoring(String reason, String... names) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("A reason is needed.");
        }
        known.addAll(List.of(names));
        return this;
    }

    /** Reports every property that was neither read nor ignored. */
    void finish() {
        for (Map.Entry<String, JsonNode> field : raw.properties()) {
            if (!known.contains(field.getKey())) {
                problem(
                        field.getKey(),
                        "is not supported by the local stack; remove it, or teach the stack its meaning");
            }
        }
    }

    void problem(String name, String text) {
        problems.add(where + "." + name + ": " + text + ".");
    }

    private static ObjectNode asObject(JsonNode value) {
        return value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
