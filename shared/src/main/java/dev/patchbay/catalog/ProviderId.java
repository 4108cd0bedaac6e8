package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a provider in the catalogue, such as {@code google-calendar}: lower-case words joined by hyphens. */
public record ProviderId(@JsonValue String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** @throws IllegalArgumentException if it is not lower-case words joined by hyphens, or longer than 40 characters */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderId {
        if (!matches(value)) {
            throw new IllegalArgumentException(
                    "A provider is named by lower-case words joined by hyphens, such as gmail");
        }
    }

    /** Whether a text has the form of a provider's name. */
    public static boolean matches(String text) {
        return text.length() <= 40 && ALLOWED.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
