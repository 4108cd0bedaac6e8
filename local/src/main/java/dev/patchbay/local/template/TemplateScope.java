package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What an expression of one template can refer to. Reads each nested stack at most once. Not thread-safe. */
final class TemplateScope implements Expressions.Scope {
    private static final String OUTPUT = "Outputs.";

    private final Template template;
    private final PhysicalIds ids;
    private final Map<String, NestedStack> nested = new HashMap<>();
    private final Set<String> beingRead = new HashSet<>();

    TemplateScope(Template template, PhysicalIds ids) {
        this.template = template;
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
        String value = template.parameters().get(name);
        int attribute = name.indexOf('.');
        if (value == null && attribute > 0) {
            // SAM's own: what it makes of a resource, such as a function's alias.
            return TextNode.valueOf(attribute(name.substring(0, attribute), name.substring(attribute + 1)));
        }
        if (value == null) {
            String type = type(name);
            return ids.reference(type, name, physicalName(name, type))
                    .map(TextNode::valueOf)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "Ref of " + name + " (" + type + ") is not known to the local stack"));
        }
        String declared = template.section("Parameters").path(name).path("Type").asText();
        if (!declared.contains("List")) {
            return TextNode.valueOf(value);
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (String item : value.split(",", -1)) {
            items.add(item.strip());
        }
        return items;
    }

    @Override
    public String attribute(String logicalId, String attribute) {
        String type = type(logicalId);
        if (type.equals(NestedStack.TYPE) && attribute.startsWith(OUTPUT)) {
            return nested(logicalId).output(attribute.substring(OUTPUT.length()));
        }
        return ids.attribute(type, logicalId, physicalName(logicalId, type), attribute)
                .orElseThrow(() -> new IllegalArgumentException("GetAtt of " + logicalId + "." + attribute + " (" + type
                        + ") is not known to the local stack"));
    }

    private NestedStack nested(String logicalId) {
        NestedStack known = nested.get(logicalId);
        if (known != null) {
            return known;
        }
        if (!beingRead.add(logicalId)) {
            throw new IllegalArgumentException("the parameters of " + logicalId + " refer to its own outputs");
        }
        try {
            JsonNode properties = template.section("Resources").path(logicalId).path("Properties");
            NestedStack read = NestedStack.of(template, logicalId, properties, new Expressions(this), ids);
            nested.put(logicalId, read);
            return read;
        } finally {
            beingRead.remove(logicalId);
        }
    }

    private String type(String logicalId) {
        JsonNode resource = template.section("Resources").path(logicalId);
        if (resource.isMissingNode()) {
            throw new IllegalArgumentException("there is no parameter or resource " + logicalId);
        }
        return resource.path("Type").asText();
    }

    private String physicalName(String logicalId, String type) {
        JsonNode properties = template.section("Resources").path(logicalId).path("Properties");
        JsonNode given = PhysicalNameProperty.of(type).map(properties::path).orElse(MissingNode.getInstance());
        String name = given.isMissingNode()
                ? ids.generatedName(logicalId)
                : new Expressions(this).resolve(given).asText();
        boolean fifo = given.isMissingNode() && properties.path("FifoQueue").asBoolean();
        return fifo ? name + ".fifo" : name;
    }

    @Override
    public JsonNode condition(String name) {
        JsonNode condition = template.section("Conditions").path(name);
        if (condition.isMissingNode()) {
            throw new IllegalArgumentException("there is no condition " + name);
        }
        return condition.isBoolean() ? BooleanNode.valueOf(condition.booleanValue()) : condition;
    }

    @Override
    public JsonNode mapping(String map) {
        return template.section("Mappings").path(map);
    }
}
