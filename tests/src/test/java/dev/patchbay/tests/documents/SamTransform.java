package dev.patchbay.tests.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * template.yaml as AWS's own transform of SAM leaves it, with the resources of the stacks that it nests, and what CloudFormation makes of
 * its parameters.
 */
record SamTransform(JsonNode template, Map<String, String> parameters) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z]+)}");

    /** Whether cfn-lint is installed for {@code python3}; aws-sam-translator comes with it. */
    static boolean installed() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import samtranslator, cfnlint")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    static List<SamTransform> of(List<Map<String, String>> sets) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(
                        "python3",
                        Project.ROOT
                                .resolve("tests/src/test/resources/transform.py")
                                .toString(),
                        "--flat",
                        Project.ROOT.resolve("template.yaml").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(sets));
        }
        JsonNode templates;
        try (InputStream out = python.getInputStream()) {
            templates = JSON.readTree(out);
        }
        if (python.waitFor() != 0) {
            throw new AssertionError("The transform refused template.yaml: run transform.py by hand");
        }
        return IntStream.range(0, sets.size())
                .mapToObj(i -> new SamTransform(templates.path(i), sets.get(i)))
                .toList();
    }

    /** The resources of this type, by logical id. */
    Map<String, JsonNode> resources(String type) {
        Map<String, JsonNode> found = new TreeMap<>();
        template.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .forEach(resource -> found.put(resource.getKey(), resource.getValue()));
        return found;
    }

    /** A value with its parameters and conditions worked out; references to resources stay. */
    JsonNode resolved(JsonNode value) {
        if (value instanceof ArrayNode array) {
            ArrayNode all = JSON.createArrayNode();
            array.forEach(element -> all.add(resolved(element)));
            return all;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        if (object.path("Ref").isTextual()) {
            return parameter(object.path("Ref").asText(), value);
        }
        if (object.has("Fn::If")) {
            JsonNode choice = object.path("Fn::If");
            return resolved(choice.path(holds(choice.path(0).asText()) ? 1 : 2));
        }
        if (object.has("Fn::Sub")) {
            return substituted(object.path("Fn::Sub"));
        }
        ObjectNode all = JSON.createObjectNode();
        object.properties().forEach(field -> all.set(field.getKey(), resolved(field.getValue())));
        return all;
    }

    private JsonNode substituted(JsonNode sub) {
        JsonNode own = sub.path(1);
        UnaryOperator<String> value = name -> own.has(name)
                ? resolved(own.path(name)).asText()
                : parameter(name, TextNode.valueOf("${" + name + "}")).asText();
        String text = sub.isTextual() ? sub.asText() : sub.path(0).asText();
        return TextNode.valueOf(REFERENCE
                .matcher(text)
                .replaceAll((MatchResult found) -> Matcher.quoteReplacement(value.apply(found.group(1)))));
    }

    private JsonNode parameter(String name, JsonNode otherwise) {
        JsonNode declared = template.path("Parameters").path(name);
        return declared.isMissingNode()
                ? otherwise
                : TextNode.valueOf(
                        parameters.getOrDefault(name, declared.path("Default").asText()));
    }

    private boolean holds(String condition) {
        return isTrue(template.path("Conditions").path(condition));
    }

    private boolean isTrue(JsonNode condition) {
        Map.Entry<String, JsonNode> only = condition.properties().iterator().next();
        JsonNode of = only.getValue();
        return switch (only.getKey()) {
            case "Condition" -> holds(of.asText());
            case "Fn::Not" -> !isTrue(of.path(0));
            case "Fn::And" -> isTrue(of.path(0)) && isTrue(of.path(1));
            case "Fn::Equals" -> resolved(of.path(0)).equals(resolved(of.path(1)));
            default -> throw new AssertionError("This test does not know " + only.getKey());
        };
    }
}
