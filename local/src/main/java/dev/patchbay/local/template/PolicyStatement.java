package dev.patchbay.local.template;

import java.util.List;

/**
 * One statement of a function's policies. Actions and resources may hold {@code *} and {@code ?}.
 *
 * @param allows false for an explicit denial, which no other statement undoes
 * @param conditions all of which must hold
 */
public record PolicyStatement(
        boolean allows, List<String> actions, List<String> resources, List<Condition> conditions) {

    /** How a condition compares: whether the key is absent, its value exactly, its value by pattern. */
    public enum Operator {
        NULL,
        STRING_EQUALS,
        STRING_LIKE
    }

    /**
     * Something that the request must say.
     *
     * @param key such as {@code kms:EncryptionContext:workspace}
     * @param values of which one must be met
     */
    public record Condition(Operator operator, String key, List<String> values) {}
}
