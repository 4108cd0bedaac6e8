package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A stack of another template that a template nests, with the parameters that it gives it. */
record NestedStack(Template template, PhysicalIds ids, Expressions expressions) {
    static final String TYPE = "AWS::CloudFormation::Stack";

    /**
     * Reads the other template.
     *
     * @param properties of the resource that nests it, not yet evaluated
     * @throws TemplateException if it cannot be read, or its parameters are not those that it declares
     * @throws IllegalArgumentException if a parameter cannot be evaluated
     */
    static NestedStack of(
            Template parent, String logicalId, JsonNode properties, Expressions expressions, PhysicalIds ids) {
        Map<String, String> parameters = new LinkedHashMap<>();
        properties.path("Parameters").properties().forEach(parameter -> {
            JsonNode value = expressions.resolve(parameter.getValue());
            if (!value.isMissingNode()) {
                parameters.put(parameter.getKey(), text(value));
            }
        });
        Template template = parent.nested(properties.path("TemplateURL").asText(), parameters);
        PhysicalIds own = ids.nested(logicalId);
        return new NestedStack(template, own, new Expressions(new TemplateScope(template, own)));
    }

    /** The value of an output. */
    String output(String name) {
        JsonNode value = template.section("Outputs").path(name).path("Value");
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("the nested stack " + ids.stack() + " has no output " + name);
        }
        return expressions.resolve(value).asText();
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
    }
}
