package dev.patchbay.local.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the API answered.
 *
 * @param body as text
 * @param json the body, or a missing node if it is not JSON
 */
public record Answer(int status, HttpHeaders headers, String body, JsonNode json) {
    /** Where a redirect leads. */
    public URI location() {
        return headers.firstValue("Location")
                .map(URI::create)
                .orElseThrow(() -> new IllegalStateException("No Location in an answer with status " + status));
    }

    /** A parameter in the fragment of where a redirect leads, after the route if the fragment begins with one. */
    public Optional<String> locationFragment(String name) {
        String fragment = Optional.ofNullable(location().getRawFragment()).orElse("");
        for (String parameter : fragment.substring(fragment.indexOf('?') + 1).split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return Optional.of(URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** A text of the body by JSON pointer; empty when it is absent. */
    public String text(String pointer) {
        return json.at(pointer).asText();
    }
}
