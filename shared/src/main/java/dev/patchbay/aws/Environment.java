package dev.patchbay.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a function's environment once, at INIT, and reports every missing or bad variable together.
 *
 * <p>Each reader returns a placeholder for a variable that is wrong, so that reading goes on; {@link #check()} then throws
 * one exception that names them all. Values are never part of a message. Not thread-safe: one constructor uses it.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final List<String> problems = new ArrayList<>();

    /** @param variables read by name only: a rehearsal's has a value for any name, and no entries */
    public Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /** A variable that must be there and not be blank. */
    public String text(String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            problems.add(name + " is not set");
        }
        return value;
    }

    /** A variable that may be absent. */
    public String text(String name, String absent) {
        String value = variables.getOrDefault(name, "");
        return value.isBlank() ? absent : value;
    }

    /** An absolute http or https URL that must be there. */
    public URI url(String name) {
        String value = text(name);
        try {
            URI url = URI.create(value);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!value.isBlank() && (url.getHost() == null || !web)) {
                problems.add(name + " must be an http or https URL");
            }
            return url;
        } catch (IllegalArgumentException notAUrl) {
            problems.add(name + " must be an http or https URL");
            return URI.create("");
        }
    }

    /** A whole number from 1 to 999,999,999 that must be there. */
    public int count(String name) {
        String value = text(name);
        if (value.matches("[1-9][0-9]{0,8}")) {
            return Integer.parseInt(value);
        }
        if (!value.isBlank()) {
            problems.add(name + " must be a whole number from 1 to 999999999");
        }
        return 1;
    }

    /** A comma-separated list; absent means empty. */
    public List<String> list(String name) {
        return Arrays.stream(variables.getOrDefault(name, "").split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Comma-separated {@code key=value} pairs in their order; absent means empty. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String entry : list(name)) {
            int equals = entry.indexOf('=');
            if (equals < 1 || equals == entry.length() - 1) {
                problems.add(name + " must hold key=value pairs separated by commas");
                return Map.of();
            }
            pairs.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return pairs;
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalStateException naming every variable that was missing or bad
     */
    public void check() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("This function is not configured: " + String.join("; ", problems)
                    + ". Set what is named in template.yaml and deploy again.");
        }
    }
}
