package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonPointer;
import dev.patchbay.aws.StoredText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one of a provider's failures means. In the file the fields of its answer and of its delay are beside the others.
 *
 * @param is what it means
 * @param notAccepted the vendor's page that documents that the provider does nothing if it answers so; absent: after a status of 500 or
 *     above it may have acted
 * @param message the sentence for people; absent: the provider's own message is not shown, a general sentence is
 */
public record ErrorRule(
        @JsonUnwrapped Answer answer,
        Meaning is,
        @JsonUnwrapped Delay delay,
        Optional<URI> notAccepted,
        Optional<String> message) {

    /** @throws IllegalArgumentException if the sentence is longer than what is stored of one */
    public ErrorRule {
        if (message.filter(sentence -> sentence.length() > StoredText.SENTENCE).isPresent()) {
            throw new IllegalArgumentException(
                    "\"message\" may have up to " + StoredText.SENTENCE + " characters: " + message.get());
        }
    }

    /** A failure that no rule of the provider describes. */
    public static ErrorRule of(Meaning is) {
        return new ErrorRule(Answer.ANY, is, Delay.UNSAID, Optional.empty(), Optional.empty());
    }

    /**
     * The answer that is the failure.
     *
     * @param status the HTTP statuses it comes with
     * @param body what the JSON body holds, by pointer: any of the values; empty: whatever the body is
     * @param texts what the texts in the JSON body hold, by pointer: a regular expression that is found there; absent: whatever they are
     * @param headers what its headers hold, by name: any of the values, or anything where none is listed; absent: whatever they are
     */
    public record Answer(
            List<Integer> status,
            Map<JsonPointer, List<String>> body,
            Optional<Map<JsonPointer, String>> texts,
            Optional<Map<String, List<String>>> headers) {
        private static final Answer ANY = new Answer(List.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /**
     * How long to wait where the failure means too fast.
     *
     * @param pause how long if the answer does not say; absent: a second
     * @param resets the header that holds the time when the limit is lifted, in seconds since 1970; absent: none does
     * @param waits where the body says how long to wait; absent: it does not say
     */
    public record Delay(Optional<Duration> pause, Optional<String> resets, Optional<BodyWait> waits) {
        private static final Delay UNSAID = new Delay(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A wait, or the end of one, in a text of the JSON body.
     *
     * @param at where the text is
     * @param matches a regular expression that is found there, with a group {@code until}, which holds a time of RFC 3339, or
     *     {@code seconds}
     */
    public record BodyWait(JsonPointer at, String matches) {}

    /** The kinds of failure that a rule can name. */
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
