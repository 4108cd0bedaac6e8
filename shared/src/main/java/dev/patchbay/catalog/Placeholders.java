package dev.patchbay.catalog;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code {names}} in texts of the catalogue, for which values are put once they are known. */
public final class Placeholders {
    private static final Pattern NAME = Pattern.compile("\\{([^{}]*)}");

    private Placeholders() {}

    static Set<String> names(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    static String filled(String text, UnaryOperator<String> value) {
        return NAME.matcher(text).replaceAll(name -> Matcher.quoteReplacement(value.apply(name.group(1))));
    }

    /**
     * The same fields with values put for the names.
     *
     * @throws IllegalArgumentException if a value is missing
     */
    public static Map<String, String> filled(Map<String, String> fields, Map<String, String> values) {
        Map<String, String> filled = new TreeMap<>();
        fields.forEach((field, text) -> filled.put(field, filled(text, name -> value(name, values))));
        return filled;
    }

    /** @throws IllegalArgumentException if it is missing */
    static String value(String name, Map<String, String> values) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no value for {" + name + "}");
        }
        return value;
    }
}
