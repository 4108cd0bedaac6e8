package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Evaluates CloudFormation's intrinsic functions: Ref, GetAtt, Sub, Join, Select, Split, If, FindInMap and the condition functions.
 * Any other is an {@link IllegalArgumentException} that names it. Source: the CloudFormation user guide, "Intrinsic function reference".
 */
final class Expressions {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /** Looks up what lies outside of the expression. */
    interface Scope {
        /** A parameter, pseudo parameter or resource; a missing node for {@code AWS::NoValue}. */
        JsonNode reference(String name);

        String attribute(String logicalId, String attribute);

        JsonNode condition(String name);

        JsonNode mapping(String map);
    }

    private final Scope scope;

    Expressions(Scope scope) {
        this.scope = scope;
    }

    /** The node with every intrinsic function replaced by its value; a missing node where that is {@code AWS::NoValue}. */
    JsonNode resolve(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Optional<Map.Entry<String, JsonNode>> call = intrinsic(object);
            return call.isPresent() ? apply(call.get().getKey(), call.get().getValue()) : resolveFields(object);
        }
        return node instanceof ArrayNode array ? resolveElements(array) : node;
    }

    boolean truth(JsonNode condition) {
        JsonNode value = resolve(condition);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("a condition must be true or false, not " + value);
        }
        return value.booleanValue();
    }

    private static Optional<Map.Entry<String, JsonNode>> intrinsic(ObjectNode object) {
        if (object.size() != 1) {
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> field = object.properties().iterator().next();
        String name = field.getKey();
        return name.equals("Ref")
                        || (name.equals("Condition") && field.getValue().isTextual())
                        || name.startsWith("Fn::")
                ? Optional.of(field)
                : Optional.empty();
    }

    private ObjectNode resolveFields(ObjectNode object) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = resolve(field.getValue());
            if (!value.isMissingNode()) {
                result.set(field.getKey(), value);
            }
        }
        return result;
    }

    private ArrayNode resolveElements(ArrayNode array) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : array) {
            JsonNode value = resolve(element);
            if (!value.isMissingNode()) {
                result.add(value);
            }
        }
        return result;
    }

    private JsonNode apply(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> scope.reference(resolve(argument).asText());
            case "Condition" -> BooleanNode.valueOf(truth(scope.condition(argument.asText())));
            case "Fn::GetAtt" -> getAtt(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Select" ->
                resolve(argument.path(1)).path(resolve(argument.path(0)).asInt());
            case "Fn::Split" -> split(argument);
            case "Fn::FindInMap" -> findInMap(argument);
            case "Fn::If" ->
                truth(scope.condition(argument.path(0).asText()))
                        ? resolve(argument.path(1))
                        : resolve(argument.path(2));
            case "Fn::Equals" ->
                BooleanNode.valueOf(resolve(argument.path(0))
                        .asText()
                        .equals(resolve(argument.path(1)).asText()));
            case "Fn::Not" -> BooleanNode.valueOf(!truth(argument.path(0)));
            case "Fn::And" -> BooleanNode.valueOf(elements(argument).allMatch(this::truth));
            case "Fn::Or" -> BooleanNode.valueOf(elements(argument).anyMatch(this::truth));
            default -> throw new IllegalArgumentException("the intrinsic function " + function + " is not supported");
        };
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return array.valueStream();
    }

    private JsonNode getAtt(JsonNode argument) {
        String[] path = argument.isTextual()
                ? argument.asText().split("\\.", 2)
                : new String[] {
                    resolve(argument.path(0)).asText(),
                    resolve(argument.path(1)).asText()
                };
        return TextNode.valueOf(scope.attribute(path[0], path[1]));
    }

    private JsonNode substitute(JsonNode argument) {
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        Map<String, JsonNode> variables = new HashMap<>();
        if (argument.isArray()) {
            argument.path(1).properties().forEach(field -> variables.put(field.getKey(), field.getValue()));
        }
        return TextNode.valueOf(PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(2).strip();
            String value = match.group(1).isEmpty() ? substitution(name, variables) : "${" + name + "}";
            return Matcher.quoteReplacement(value);
        }));
    }

    private String substitution(String name, Map<String, JsonNode> variables) {
        JsonNode variable = variables.get(name);
        if (variable != null) {
            return resolve(variable).asText();
        }
        int dot = name.indexOf('.');
        return dot < 0
                ? scope.reference(name).asText()
                : scope.attribute(name.substring(0, dot), name.substring(dot + 1));
    }

    private JsonNode join(JsonNode argument) {
        List<String> parts =
                resolve(argument.path(1)).valueStream().map(JsonNode::asText).toList();
        return TextNode.valueOf(String.join(argument.path(0).asText(), parts));
    }

    private JsonNode split(JsonNode argument) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (String part : resolve(argument.path(1))
                .asText()
                .split(Pattern.quote(argument.path(0).asText()), -1)) {
            result.add(part);
        }
        return result;
    }

    private JsonNode findInMap(JsonNode argument) {
        JsonNode found = scope.mapping(resolve(argument.path(0)).asText())
                .path(resolve(argument.path(1)).asText())
                .path(resolve(argument.path(2)).asText());
        if (found instanceof MissingNode) {
            throw new IllegalArgumentException("FindInMap finds nothing for " + argument);
        }
        return found;
    }
}
