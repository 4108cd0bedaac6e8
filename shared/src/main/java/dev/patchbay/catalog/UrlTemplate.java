package dev.patchbay.catalog;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL of the catalogue that may hold {@code {names}} in its path and query, for what is known only once an account is connected.
 * Scheme, host and port are always fixed: no value of a provider's or a person's can choose where a token is sent.
 */
public record UrlTemplate(String text) {
    private static final Pattern FORM = Pattern.compile("([a-z]+://[^/?#{}\\s]+)([/?][^#\\s]*)?");

    /** @throws IllegalArgumentException if it is no URL or holds a name before its path */
    public UrlTemplate {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a URL");
        }
        // What stands between the names must be a URL by itself.
        URI.create(Placeholders.filled(text, name -> "x"));
    }

    /** The names that it holds. */
    public Set<String> names() {
        return Placeholders.names(text);
    }

    /**
     * The URL with these values, each percent-encoded.
     *
     * @throws IllegalArgumentException if a value is missing
     */
    public URI with(Map<String, String> values) {
        return URI.create(Placeholders.filled(text, name -> encoded(Placeholders.value(name, values))));
    }

    /** Whether it is an {@code https} URL. */
    boolean isHttps() {
        return text.startsWith("https://");
    }

    /** The same path and query at another place. */
    UrlTemplate movedTo(URI base) {
        String prefix = base.toString().replaceAll("/+$", "");
        return new UrlTemplate(FORM.matcher(text).replaceFirst(Matcher.quoteReplacement(prefix) + "$2"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text;
    }
}
