package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.template.PolicyStatement;
import dev.patchbay.local.template.PolicyStatement.Condition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What callers may ask of AWS. A caller with policies may do what they allow and nothing else, as IAM has it; one without, such as a test
 * or the stack itself, may do everything. Thread-safe.
 */
final class Permissions {
    private final RequestedAction.Place place;
    private final Map<String, Role> roles = new ConcurrentHashMap<>();

    private record Role(String function, List<PolicyStatement> statements) {}

    Permissions(RequestedAction.Place place) {
        this.place = place;
    }

    /** From now on this caller, by its access key id, is the function with these policies. */
    void restrict(String caller, String function, List<PolicyStatement> statements) {
        roles.put(caller, new Role(function, statements));
    }

    boolean restricts(String caller) {
        return roles.containsKey(caller);
    }

    /** @throws AwsError if the caller's policies do not allow it; it names function, action and resource */
    void check(String caller, String service, String operation, ObjectNode input) {
        if (restricts(caller)) {
            for (RequestedAction action : RequestedAction.of(service, operation, input, place)) {
                check(caller, action);
            }
        }
    }

    /** @throws AwsError as {@link #check(String, String, String, ObjectNode)} */
    void check(String caller, RequestedAction action) {
        Role role = roles.get(caller);
        if (role != null && !allows(role.statements(), action)) {
            throw new AwsError(
                    400,
                    "AccessDeniedException",
                    "%s is not authorized to perform %s on %s: no statement of its Policies in template.yaml allows that."
                            .formatted(
                                    role.function(),
                                    action.name(),
                                    action.resources().getFirst()));
        }
    }

    private static boolean allows(List<PolicyStatement> statements, RequestedAction action) {
        List<PolicyStatement> said = statements.stream()
                .filter(statement -> isAbout(statement, action))
                .toList();
        return !said.isEmpty() && said.stream().allMatch(PolicyStatement::allows);
    }

    private static boolean isAbout(PolicyStatement statement, RequestedAction action) {
        return statement.actions().stream().anyMatch(pattern -> matches(pattern, action.name()))
                && statement.resources().stream()
                        .anyMatch(pattern -> action.resources().stream().anyMatch(arn -> matches(pattern, arn)))
                && statement.conditions().stream().allMatch(condition -> holds(condition, action.context()));
    }

    private static boolean holds(Condition condition, Map<String, String> context) {
        String value = context.get(condition.key());
        Stream<String> values = condition.values().stream();
        return switch (condition.operator()) {
            case NULL -> values.anyMatch(absent -> Boolean.parseBoolean(absent) == (value == null));
            case STRING_EQUALS -> value != null && values.anyMatch(value::equals);
            case STRING_LIKE -> value != null && values.anyMatch(pattern -> matches(pattern, value));
        };
    }

    /** With {@code *} for any text and {@code ?} for any character. Stricter than IAM for actions, of which IAM ignores the case. */
    private static boolean matches(String pattern, String text) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.matches(regex, text);
    }
}
