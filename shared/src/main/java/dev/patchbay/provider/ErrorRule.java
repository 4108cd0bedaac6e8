package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one of a provider's failures means.
 *
 * @param status the HTTP statuses it comes with
 * @param body what the JSON body holds, by pointer: any of the values; empty: whatever the body is
 * @param headers what its headers hold, by name: any of the values, or anything where none is listed; absent: whatever they are
 * @param is what it means
 * @param pause how long to wait where it means too fast and the answer does not say; absent: a second
 * @param resets the header that tells when the limit is lifted, in seconds since 1970; absent: none does
 * @param notAccepted the vendor's page that says that nothing was done where it answers so; absent: after a status of 500 or above it may
 *     have acted
 * @param says the sentence for people; absent: the provider's own message is not shown, a general sentence is
 */
public record ErrorRule(
        List<Integer> status,
        Map<JsonPointer, List<String>> body,
        Optional<Map<String, List<String>>> headers,
        Meaning is,
        Optional<Duration> pause,
        Optional<String> resets,
        Optional<URI> notAccepted,
        Optional<String> says) {

    boolean matches(ProviderResponse response) {
        if (!status.contains(response.status())) {
            return false;
        }
        boolean byHeaders = headers.orElse(Map.of()).entrySet().stream()
                .allMatch(expected -> response.header(expected.getKey())
                        .filter(value -> expected.getValue().isEmpty()
                                || expected.getValue().contains(value))
                        .isPresent());
        if (!byHeaders) {
            return false;
        }
        JsonNode json = response.json();
        return body.entrySet().stream()
                .allMatch(expected ->
                        expected.getValue().contains(json.at(expected.getKey()).asText()));
    }

    /** How long the answer itself asks to wait, or empty if it does not say. Never negative, never over a day. */
    Optional<Duration> askedWait(ProviderResponse response, Instant now) {
        return RetryAfter.of(response, now)
                .or(() -> resetsAt(response)
                        .map(at -> Duration.between(now, at))
                        .map(left -> left.isNegative() ? Duration.ZERO : left)
                        .filter(left -> left.compareTo(RetryAfter.LONGEST) <= 0));
    }

    /** When the limit is lifted, if the answer tells. */
    Optional<Instant> resetsAt(ProviderResponse response) {
        return resets.flatMap(response::header)
                .filter(seconds -> seconds.matches("\\d{1,11}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
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
