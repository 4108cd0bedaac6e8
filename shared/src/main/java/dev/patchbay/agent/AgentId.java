package dev.patchbay.agent;

import java.util.regex.Pattern;

/** Names an agent of a workspace, in the caller's own words: 1 to 128 letters, digits and {@code . _ : -}. */
public record AgentId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    /** @throws IllegalArgumentException if it has another form */
    public AgentId {
        if (!matches(value)) {
            throw new IllegalArgumentException("An agent id is 1 to 128 letters, digits and . _ : -");
        }
    }

    /** Whether a text has the form of an id. */
    public static boolean matches(String text) {
        return ALLOWED.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
