package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    private final Optional<Path> folder;

    private Template(ObjectNode root, Map<String, String> parameters, Optional<Path> folder) {
        this.root = root;
        this.parameters = parameters;
        this.folder = folder;
    }

    /**
     * Reads a file and checks the parameters against what it declares. Nested stacks are read when their resources are.
     *
     * @throws TemplateException when it cannot be read, or a parameter is unknown, missing or not allowed
     */
    public static Template read(Path file, Map<String, String> parameters) {
        return parse(
                text(file),
                parameters,
                Optional.ofNullable(file.toAbsolutePath().getParent()));
    }

    /** As {@link #read}, from text. It can nest no stack, as there is no folder to find another template in. */
    public static Template parse(String yaml, Map<String, String> parameters) {
        return parse(yaml, parameters, Optional.empty());
    }

    private static Template parse(String yaml, Map<String, String> parameters, Optional<Path> folder) {
        ObjectNode root = TemplateYaml.parse(yaml);
        Map<String, String> values = withDefaults(root.path("Parameters"), parameters);
        return new Template(Loops.unrolled(root, values), values, folder);
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
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : given.keySet()) {
            if (!declared.has(name)) {
                problems.add("It has no parameter " + name + ".");
            }
        }
        for (Map.Entry<String, JsonNode> parameter : declared.properties()) {
            String name = parameter.getKey();
            Optional<String> value = Optional.ofNullable(given.get(name))
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
        JsonNode allowed = declaration.path("AllowedValues");
        if (allowed.isArray() && allowed.valueStream().noneMatch(v -> v.asText().equals(value))) {
            problems.add("Parameter " + name + " is \"" + value + "\"; allowed are " + allowed + ".");
        }
        JsonNode pattern = declaration.path("AllowedPattern");
        if (pattern.isTextual() && !Pattern.matches(pattern.asText(), value)) {
            problems.add("Parameter " + name + " is \"" + value + "\"; it must match " + pattern.asText() + ".");
        }
        JsonNode least = declaration.path("MinValue");
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

    /** The template's resources of which the condition, if any, holds. Those of nested stacks are not among them. */
    List<Resource> resources(PhysicalIds ids) {
        Expressions expressions = new Expressions(new TemplateScope(this, ids));
        List<Resource> resources = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : section("Resources").properties()) {
            JsonNode body = entry.getValue();
            JsonNode condition = body.path("Condition");
            if (condition.isTextual()
                    && !expressions.truth(JsonNodeFactory.instance.objectNode().set("Condition", condition))) {
                continue;
            }
            ObjectNode properties =
                    body.path("Properties") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
            resources.add(new Resource(entry.getKey(), body.path("Type").asText(), properties, expressions, ids));
        }
        return resources;
    }

    /**
     * A template that this one nests.
     *
     * @param file relative to this template
     * @throws TemplateException as {@link #read}
     */
    Template nested(String file, Map<String, String> values) {
        if (file.contains("://") || folder.isEmpty()) {
            throw new TemplateException(
                    List.of(file + " is no file beside the template, as the local stack needs it."));
        }
        return read(folder.get().resolve(file), values);
    }
}
