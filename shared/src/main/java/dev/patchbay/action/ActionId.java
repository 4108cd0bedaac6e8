package dev.patchbay.action;

import java.util.UUID;
import java.util.regex.Pattern;

/** Names one action of a workspace: {@code act_} and 32 hexadecimal digits. */
public record ActionId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("act_[0-9a-f]{32}");

    /** @throws IllegalArgumentException if it has another form */
    public ActionId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("An action id is act_ and 32 hexadecimal digits");
        }
    }

    /** Whether a text has the form of an id; one that has not names no action. */
    public static boolean matches(String text) {
        return ALLOWED.matcher(text).matches();
    }

    public static ActionId random() {
        return new ActionId("act_" + UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public String toString() {
        return value;
    }
}
