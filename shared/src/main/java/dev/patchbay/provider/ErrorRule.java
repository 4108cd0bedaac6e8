package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.aws.StoredText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one of a provider's failures means.
 *
 * @param status the HTTP statuses it comes with
 * @param body what the JSON body holds, by pointer: any of the values; empty: whatever the body is
 * @param texts what the texts in the JSON body hold, by pointer: a regular expression that is found there; absent: whatever they are
 * @param headers what its headers hold, by name: any of the values, or anything where none is listed; absent: whatever they are
 * @param is what it means
 * @param pause how long to wait where it means too fast and the answer does not say; absent: a second
 * @param resets the header that tells when the limit is lifted, in seconds since 1970; absent: none does
 * @param waits where the body tells how long to wait; absent: it does not
 * @param notAccepted the vendor's page that says that nothing was done where it answers so; absent: after a status of 500 or above it may
 *     have acted
 * @param says the sentence for people; absent: the provider's own message is not shown, a general sentence is
 */
public record ErrorRule(
        List<Integer> status,
        Map<JsonPointer, List<String>> body,
        Optional<Map<JsonPointer, String>> texts,
        Optional<Map<String, List<String>>> headers,
        Meaning is,
        Optional<Duration> pause,
        Optional<String> resets,
        Optional<BodyWait> waits,
        Optional<URI> notAccepted,
        Optional<String> says) {

    /** @throws IllegalArgumentException if the sentence is longer than what is stored of one */
    public ErrorRule {
        if (says.filter(sentence -> sentence.length() > StoredText.SENTENCE).isPresent()) {
            throw new IllegalArgumentException(
                    "\"says\" may have up to " + StoredText.SENTENCE + " characters: " + says.get());
        }
    }

    /**
     * A wait, or the end of one, in a text of the JSON body.
     *
     * @param at where the text is
     * @param matches a regular expression that is found there, with a group {@code until}, which holds a time of RFC 3339, or
     *     {@code seconds}
     */
    public record BodyWait(JsonPointer at, String matches) {}

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
                        .allMatch(expected -> expected.getValue()
                                .contains(json.at(expected.getKey()).asText()))
                && holds(texts.orElse(Map.of()), json);
    }

    static boolean holds(Map<JsonPointer, String> texts, JsonNode json) {
        return texts.entrySet().stream()
                .allMatch(expected -> Pattern.compile(expected.getValue())
                        .matcher(beginning(json.at(expected.getKey())))
                        .find());
    }

    /** A message for people is short; what is not is no such message. */
    private static String beginning(JsonNode text) {
        String all = text.asText();
        return all.substring(0, Math.min(all.length(), 2_000));
    }

    /** How long the answer itself asks to wait, or empty if it does not say. Never negative, never over a day. */
    Optional<Duration> askedWait(ProviderResponse response, Instant now) {
        Instant told = RetryAfter.told(response, now);
        return RetryAfter.of(response, now)
                .or(() -> resetsByHeader(response)
                        .map(at -> Duration.between(told, at))
                        .map(left -> left.isNegative() ? Duration.ZERO : left)
                        .filter(left -> left.compareTo(RetryAfter.LONGEST) <= 0))
                .or(() -> resetsByBody(response, told).map(at -> RetryAfter.until(at, told)));
    }

    /** When the limit is lifted, if the answer tells. */
    Optional<Instant> resetsAt(ProviderResponse response, Instant now) {
        return resetsByHeader(response).or(() -> resetsByBody(response, RetryAfter.told(response, now)));
    }

    private Optional<Instant> resetsByHeader(ProviderResponse response) {
        return resets.flatMap(response::header)
                .filter(seconds -> seconds.matches("\\d{1,11}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    private Optional<Instant> resetsByBody(ProviderResponse response, Instant told) {
        return waits.flatMap(how -> {
            Matcher found = Pattern.compile(how.matches())
                    .matcher(beginning(response.json().at(how.at())));
            if (!found.find()) {
                return Optional.empty();
            }
            return found.namedGroups().containsKey("until")
                    ? time(found.group("until"))
                    : RetryAfter.seconds(found.group("seconds")).map(told::plus);
        });
    }

    private static Optional<Instant> time(String rfc3339) {
        try {
            return Optional.of(OffsetDateTime.parse(rfc3339).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
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
