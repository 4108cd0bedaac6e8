package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A template and the parameters it is deployed with. Immutable. */
public final class Template {
    private final ObjectNode root;
    private final Map<String, String> parameters;

    private Template(ObjectNode root, Map<String, String> parameters) {
        this.root = root;
        this.parameters = parameters;
    }

    /**
     * Reads a file and checks the parameters against what it declares.
     *
     * @throws TemplateException when it cannot be read, or a parameter is unknown, missing or not allowed
     */
    public static Template read(Path file, Map<String, String> parameters) {
        return parse(text(file), parameters);
    }

    /** As {@link #read}, from text. */
    public static Template parse(String yaml, Map<String, String> parameters) {
        var root = TemplateYaml.parse(yaml);
        return new Template(root, withDefaults(root.path("Parameters"), parameters));
    }

    /** The parameters' values, defaults included. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** The names of the parameters that a template declares: lets a caller give only those that exist. */
    public static Set<String> parameterNames(Path file) {
        return TemplateYaml.parse(text(file))
                .path("Parameters")
                .propertyStream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new TemplateException(List.of("There is no " + file + "; run this in Patchbay's own folder."));
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read.", e);
        }
    }

    private static Map<String, String> withDefaults(JsonNode declared, Map<String, String> given) {
        var problems = new ArrayList<String>();
        var values = new LinkedHashMap<String, String>();
        for (var name : given.keySet()) {
            if (!declared.has(name)) {
                problems.add("It has no parameter " + name + ".");
            }
        }
        for (var parameter : declared.properties()) {
            var name = parameter.getKey();
            var value = Optional.ofNullable(given.get(name))
                    .or(() -> Optional.ofNullable(parameter.getValue().get("Default"))
                            .map(JsonNode::asText));
            value.ifPresentOrElse(
                    text -> values.put(name, checked(name, text, parameter.getValue(), problems)),
                    () -> problems.add("Parameter " + name + " needs a value."));
        }
        if (!problems.isEmpty()) {
            throw new TemplateException(problems);
        }
        return Map.copyOf(values);
    }

    private static String checked(String name, String value, JsonNode declaration, List<String> problems) {
        var allowed = declaration.path("AllowedValues");
        if (allowed.isArray() && allowed.valueStream().noneMatch(v -> v.asText().equals(value))) {
            problems.add("Parameter " + name + " is \"" + value + "\"; allowed are " + allowed + ".");
        }
        var pattern = declaration.path("AllowedPattern");
        if (pattern.isTextual() && !Pattern.matches(pattern.asText(), value)) {
            problems.add("Parameter " + name + " is \"" + value + "\"; it must match " + pattern.asText() + ".");
        }
        var least = declaration.path("MinValue");
        if (least.isNumber() && !isAtLeast(value, least.asLong())) {
            problems.add("Parameter " + name + " is \"" + value + "\"; it must be a whole number from " + least + ".");
        }
        return value;
    }

    private static boolean isAtLeast(String value, long least) {
        return Pattern.matches("[0-9]{1,18}", value) && Long.parseLong(value) >= least;
    }

    ObjectNode section(String name) {
        return root.path(name) instanceof ObjectNode section ? section : JsonNodeFactory.instance.objectNode();
    }

    /** The template's resources of which the condition, if any, holds. */
    List<Resource> resources(PhysicalIds ids) {
        var expressions = new Expressions(new TemplateScope(ids));
        var resources = new ArrayList<Resource>();
        for (var entry : section("Resources").properties()) {
            var body = entry.getValue();
            var condition = body.path("Condition");
            if (condition.isTextual()
                    && !expressions.truth(JsonNodeFactory.instance.objectNode().set("Condition", condition))) {
                continue;
            }
            var properties =
                    body.path("Properties") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
            resources.add(new Resource(entry.getKey(), body.path("Type").asText(), properties, expressions, ids));
        }
        return resources;
    }

    private final class TemplateScope implements Expressions.Scope {
        private final PhysicalIds ids;

        TemplateScope(PhysicalIds ids) {
            this.ids = ids;
        }

        @Override
        public JsonNode reference(String name) {
            return switch (name) {
                case "AWS::NoValue" -> MissingNode.getInstance();
                case "AWS::Region" -> TextNode.valueOf(ids.region());
                case "AWS::AccountId" -> TextNode.valueOf(ids.account());
                case "AWS::Partition" -> TextNode.valueOf("aws");
                case "AWS::URLSuffix" -> TextNode.valueOf("amazonaws.com");
                case "AWS::StackName" -> TextNode.valueOf(ids.stack());
                case "AWS::StackId" -> TextNode.valueOf(ids.arn("cloudformation", "stack/" + ids.stack() + "/local"));
                default -> parameterOrResource(name);
            };
        }

        private JsonNode parameterOrResource(String name) {
            var value = parameters.get(name);
            var attribute = name.indexOf('.');
            if (value == null && attribute > 0) {
                // SAM's own: what it makes of a resource, such as a function's alias.
                return TextNode.valueOf(attribute(name.substring(0, attribute), name.substring(attribute + 1)));
            }
            if (value == null) {
                var type = type(name);
                return ids.reference(type, name, physicalName(name, type))
                        .map(TextNode::valueOf)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Ref of " + name + " (" + type + ") is not known to the local stack"));
            }
            var list = section("Parameters").path(name).path("Type").asText().contains("List");
            if (!list) {
                return TextNode.valueOf(value);
            }
            var items = JsonNodeFactory.instance.arrayNode();
            for (var item : value.split(",", -1)) {
                items.add(item.strip());
            }
            return items;
        }

        @Override
        public String attribute(String logicalId, String attribute) {
            var type = type(logicalId);
            return ids.attribute(type, logicalId, physicalName(logicalId, type), attribute)
                    .orElseThrow(() -> new IllegalArgumentException("GetAtt of " + logicalId + "." + attribute + " ("
                            + type + ") is not known to the local stack"));
        }

        private String type(String logicalId) {
            var resource = section("Resources").path(logicalId);
            if (resource.isMissingNode()) {
                throw new IllegalArgumentException("there is no parameter or resource " + logicalId);
            }
            return resource.path("Type").asText();
        }

        private String physicalName(String logicalId, String type) {
            var properties = section("Resources").path(logicalId).path("Properties");
            var given = PhysicalNameProperty.of(type).map(properties::path).orElse(MissingNode.getInstance());
            var name = given.isMissingNode()
                    ? ids.generatedName(logicalId)
                    : new Expressions(this).resolve(given).asText();
            var fifo = given.isMissingNode() && properties.path("FifoQueue").asBoolean();
            return fifo ? name + ".fifo" : name;
        }

        @Override
        public JsonNode condition(String name) {
            var condition = section("Conditions").path(name);
            if (condition.isMissingNode()) {
                throw new IllegalArgumentException("there is no condition " + name);
            }
            return condition.isBoolean() ? BooleanNode.valueOf(condition.booleanValue()) : condition;
        }

        @Override
        public JsonNode mapping(String map) {
            return section("Mappings").path(map);
        }
    }
}
