package dev.patchbay.action;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an action gave: names and texts, such as {@code messageId}. It is stored and shown, so it holds no secret and nothing that
 * the caller did not ask for.
 */
public record ActionResult(Map<String, String> values) {
    public ActionResult {
        values = Map.copyOf(values);
    }

    /** A result of name and value pairs. */
    public static ActionResult of(String... namesAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new ActionResult(values);
    }
}
