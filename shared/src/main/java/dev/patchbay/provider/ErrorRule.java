package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one of a provider's failures means.
 *
 * @param status the HTTP statuses it comes with
 * @param body what the JSON body holds, by pointer: any of the values; empty: whatever the body is
 * @param is what it means
 * @param says the sentence for people; absent: the provider's own message is not shown, a general sentence is
 */
public record ErrorRule(List<Integer> status, Map<JsonPointer, List<String>> body, Meaning is, Optional<String> says) {

    boolean matches(ProviderResponse response) {
        if (!status.contains(response.status())) {
            return false;
        }
        JsonNode json = response.json();
        return body.entrySet().stream()
                .allMatch(expected ->
                        expected.getValue().contains(json.at(expected.getKey()).asText()));
    }

    /** The kinds of {@link ProviderError} that a rule can name. */
    public enum Meaning {
        @JsonProperty("transient")
        TRANSIENT,
        @JsonProperty("rate-limited")
        RATE_LIMITED,
        @JsonProperty("unauthorized")
        UNAUTHORIZED,
        @JsonProperty("quota-exhausted")
        QUOTA_EXHAUSTED,
        @JsonProperty("invalid-input")
        INVALID_INPUT,
        @JsonProperty("not-found")
        NOT_FOUND,
        @JsonProperty("misconfigured")
        MISCONFIGURED
    }
}
