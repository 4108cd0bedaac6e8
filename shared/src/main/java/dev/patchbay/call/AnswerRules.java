package dev.patchbay.call;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.ErrorRule;
import dev.patchbay.catalog.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a provider's answers by the rules of its catalogue entry. */
public final class AnswerRules {
    private AnswerRules() {}

    /** Whether a failed answer to the call that asks for the account proves the credential all the same. */
    public static boolean provesCredential(Identity identity, ProviderResponse response) {
        return identity.accepts().orElse(List.of()).stream()
                .anyMatch(one -> one.status().contains(response.status()) && holds(one.texts(), response.json()));
    }

    /** Whether an answer is the failure that a rule describes. */
    static boolean matches(ErrorRule rule, ProviderResponse response) {
        if (!rule.answer().status().contains(response.status())) {
            return false;
        }
        boolean byHeaders = rule.answer().headers().orElse(Map.of()).entrySet().stream()
                .allMatch(expected -> response.header(expected.getKey())
                        .filter(value -> expected.getValue().isEmpty()
                                || expected.getValue().contains(value))
                        .isPresent());
        if (!byHeaders) {
            return false;
        }
        JsonNode json = response.json();
        return rule.answer().body().entrySet().stream()
                        .allMatch(expected -> expected.getValue()
                                .contains(json.at(expected.getKey()).asText()))
                && holds(rule.answer().texts().orElse(Map.of()), json);
    }

    private static boolean holds(Map<JsonPointer, String> texts, JsonNode json) {
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
    static Optional<Duration> askedWait(ErrorRule rule, ProviderResponse response, Instant now) {
        Instant date = RetryAfter.answeredAt(response, now);
        return RetryAfter.of(response, now)
                .or(() -> resetsByHeader(rule, response)
                        .map(at -> Duration.between(date, at))
                        .map(left -> left.isNegative() ? Duration.ZERO : left)
                        .filter(left -> left.compareTo(RetryAfter.LONGEST) <= 0))
                .or(() -> resetsByBody(rule, response, date).map(at -> RetryAfter.until(at, date)));
    }

    /** When the limit is lifted, if the answer says so. */
    static Optional<Instant> resetsAt(ErrorRule rule, ProviderResponse response, Instant now) {
        return resetsByHeader(rule, response)
                .or(() -> resetsByBody(rule, response, RetryAfter.answeredAt(response, now)));
    }

    private static Optional<Instant> resetsByHeader(ErrorRule rule, ProviderResponse response) {
        return rule.delay()
                .resets()
                .flatMap(response::header)
                .filter(seconds -> seconds.matches("\\d{1,11}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    private static Optional<Instant> resetsByBody(ErrorRule rule, ProviderResponse response, Instant date) {
        return rule.delay().waits().flatMap(how -> {
            Matcher found = Pattern.compile(how.matches())
                    .matcher(beginning(response.json().at(how.at())));
            if (!found.find()) {
                return Optional.empty();
            }
            return found.namedGroups().containsKey("until")
                    ? time(found.group("until"))
                    : RetryAfter.seconds(found.group("seconds")).map(date::plus);
        });
    }

    private static Optional<Instant> time(String rfc3339) {
        try {
            return Optional.of(OffsetDateTime.parse(rfc3339).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
