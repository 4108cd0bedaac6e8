package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unrolls the loops of a template ({@code Fn::ForEach}): each puts its body into the mapping that holds it, once for each element. An
 * element takes the place of <code>${Identifier}</code>, and its letters and digits that of <code>&amp;{Identifier}</code>. A collection
 * is a list of texts or a {@code Ref} to a parameter that is a list. Source: CloudFormation template reference, "Fn::ForEach".
 */
final class Loops {
    private static final String PREFIX = "Fn::ForEach::";
    private static final String TRANSFORM = "AWS::LanguageExtensions";

    private final Map<String, String> parameters;

    private Loops(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Returns the template without loops.
     *
     * @throws TemplateException if a loop has another form, or the template lacks the transform that CloudFormation needs for it
     */
    static ObjectNode unrolled(ObjectNode template, Map<String, String> parameters) {
        if (transforms(template).anyMatch(TRANSFORM::equals)) {
            return new Loops(parameters).object(template);
        }
        loops(template).findFirst().ifPresent(loop -> {
            throw new TemplateException(List.of(loop + " needs Transform: " + TRANSFORM + "."));
        });
        return template;
    }

    private static Stream<String> transforms(ObjectNode template) {
        JsonNode transform = template.path("Transform");
        return transform.isArray() ? transform.valueStream().map(JsonNode::asText) : Stream.of(transform.asText());
    }

    private static Stream<String> loops(JsonNode node) {
        return Stream.concat(
                node.propertyStream().map(Map.Entry::getKey).filter(name -> name.startsWith(PREFIX)),
                node.valueStream().flatMap(Loops::loops));
    }

    private JsonNode node(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object(object);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(node(element)));
            return result;
        }
        return node;
    }

    private ObjectNode object(ObjectNode object) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().startsWith(PREFIX)) {
                result.setAll(loop(field.getKey(), field.getValue()));
            } else {
                result.set(field.getKey(), node(field.getValue()));
            }
        }
        return result;
    }

    private ObjectNode loop(String name, JsonNode loop) {
        if (loop.size() != 3 || !loop.path(0).isTextual() || !(loop.path(2) instanceof ObjectNode body)) {
            throw new TemplateException(List.of(name + " must have an identifier, a collection and a mapping."));
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (String element : collection(name, loop.path(1))) {
            if (replaced(body, loop.path(0).asText(), element) instanceof ObjectNode round) {
                result.setAll(object(round));
            }
        }
        return result;
    }

    private List<String> collection(String name, JsonNode collection) {
        if (collection.isArray() && collection.valueStream().allMatch(JsonNode::isTextual)) {
            return collection.valueStream().map(JsonNode::asText).toList();
        }
        return Optional.ofNullable(parameters.get(collection.path("Ref").asText()))
                .map(value -> Stream.of(value.split(",", -1)).map(String::strip).toList())
                .orElseThrow(() -> new TemplateException(List.of(name
                        + ": a collection must be a list of texts or a Ref to a parameter for the local stack, not "
                        + collection + ".")));
    }

    private static JsonNode replaced(JsonNode node, String identifier, String element) {
        if (node instanceof ObjectNode object) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(field -> result.set(
                            replaced(field.getKey(), identifier, element),
                            replaced(field.getValue(), identifier, element)));
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(value -> result.add(replaced(value, identifier, element)));
            return result;
        }
        return node.isTextual() ? TextNode.valueOf(replaced(node.asText(), identifier, element)) : node;
    }

    private static String replaced(String text, String identifier, String element) {
        return text.replace("${" + identifier + "}", element)
                .replace("&{" + identifier + "}", element.replaceAll("[^A-Za-z0-9]", ""));
    }
}
