package dev.patchbay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.template.PolicyStatement.Condition;
import dev.patchbay.local.template.PolicyStatement.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a function's {@code Policies}: IAM policy documents and the template's own managed policies. SAM's policy templates and other
 * managed policies are errors, as the local stack does not know what they allow.
 */
final class PolicyReader {
    private static final Set<String> FIELDS = Set.of("Sid", "Effect", "Action", "Resource", "Condition");
    /** For all values: a request for one item has one value. */
    private static final Map<String, Operator> OPERATORS = Map.of(
            "Null", Operator.NULL,
            "StringEquals", Operator.STRING_EQUALS,
            "ForAllValues:StringEquals", Operator.STRING_EQUALS,
            "StringLike", Operator.STRING_LIKE);

    private static final List<String> KNOWN_KEYS = List.of("kms:EncryptionContext:", "dynamodb:LeadingKeys");

    private final PropertyReader properties;
    private final String property;

    private PolicyReader(PropertyReader properties, String property) {
        this.properties = properties;
        this.property = property;
    }

    /**
     * What a function may do.
     *
     * @param managed what the template's managed policies allow, by ARN
     */
    static List<PolicyStatement> statements(PropertyReader properties, Map<String, List<PolicyStatement>> managed) {
        PolicyReader reader = new PolicyReader(properties, "Policies");
        return oneOrMore(properties.get("Policies"))
                .flatMap(policy -> managed.containsKey(policy.asText())
                        ? managed.get(policy.asText()).stream()
                        : reader.document(policy))
                .toList();
    }

    /** What a managed policy allows. */
    static List<PolicyStatement> managed(PropertyReader properties) {
        List<PolicyStatement> statements = new PolicyReader(properties, "PolicyDocument")
                .document(properties.get("PolicyDocument"))
                .toList();
        properties
                .ignoring("words for people", "Description")
                .ignoring("read by the resource's name", "ManagedPolicyName")
                .finish();
        return statements;
    }

    private Stream<PolicyStatement> document(JsonNode document) {
        if (!document.has("Statement")) {
            problem(
                    "only policy documents are supported by the local stack, and managed policies of the template itself, not "
                            + document);
        }
        return oneOrMore(document.path("Statement")).map(this::statement);
    }

    private PolicyStatement statement(JsonNode statement) {
        statement
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(field -> !FIELDS.contains(field))
                .forEach(field -> problem(field + " is not supported by the local stack"));
        return new PolicyStatement(
                !statement.path("Effect").asText().equals("Deny"),
                texts(statement.path("Action")),
                texts(statement.path("Resource")),
                conditions(statement.path("Condition")));
    }

    private List<Condition> conditions(JsonNode operators) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : operators.properties()) {
            Operator known = OPERATORS.get(operator.getKey());
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                if (known == null || KNOWN_KEYS.stream().noneMatch(key.getKey()::startsWith)) {
                    problem("the condition " + operator.getKey() + " of " + key.getKey()
                            + " is not supported by the local stack");
                } else {
                    conditions.add(new Condition(known, key.getKey(), texts(key.getValue())));
                }
            }
        }
        return conditions;
    }

    private void problem(String text) {
        properties.problem(property, text);
    }

    private static List<String> texts(JsonNode node) {
        return oneOrMore(node).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> oneOrMore(JsonNode node) {
        return node.isArray() ? node.valueStream() : node.isMissingNode() ? Stream.empty() : Stream.of(node);
    }
}
