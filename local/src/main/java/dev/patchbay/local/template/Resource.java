package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One resource of a template, its properties not yet evaluated. */
record Resource(String logicalId, String type, ObjectNode properties, Expressions expressions, PhysicalIds ids) {

    /** The value of {@code Ref} to this very resource. */
    String reference() {
        return evaluate("Ref", JsonNodeFactory.instance.textNode(logicalId));
    }

    /** The value of {@code GetAtt} of this very resource. */
    String attribute(String attribute) {
        ArrayNode path = JsonNodeFactory.instance.arrayNode();
        List.of(logicalId, attribute).forEach(path::add);
        return evaluate("Fn::GetAtt", path);
    }

    PropertyReader reader(List<String> problems) {
        return new PropertyReader(logicalId, properties, expressions, problems);
    }

    private String evaluate(String function, JsonNode argument) {
        return expressions
                .resolve(JsonNodeFactory.instance.objectNode().set(function, argument))
                .asText();
    }
}
