package dev.patchbay.action;

import dev.patchbay.aws.StoredText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an action gave: names and texts, such as {@code messageId}. It is stored and shown, so it holds no secret and nothing that
 * the caller did not ask for. Of a value at most 500 characters are kept, and of values at most 50: record and event must hold them.
 */
public record ActionResult(Map<String, String> values) {
    private static final int MOST_VALUES = 50;

    public ActionResult {
        values = values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_VALUES)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> StoredText.sentence(entry.getValue())));
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
