package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "30, PT30S",
        "' 30 ', PT30S",
        // Microsoft sends fractions.
        "2.128, PT2.128S",
        "-5, PT0S",
        "86400, P1D",
        "86401, P1D",
        "999999999999999999, P1D"
    })
    void secondsAreRead(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).contains(expected);
    }

    @Test
    void httpDateIsRead() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 12:01:30 GMT", NOW)).contains(Duration.ofSeconds(90));
    }

    @Test
    void dateInThePastMeansNow() {
        assertThat(RetryAfter.parse("Fri, 20 Nov 2026 11:00:00 GMT", NOW)).contains(Duration.ZERO);
    }

    @Test
    void dateFarAwayIsCappedAtADay() {
        assertThat(RetryAfter.parse("Sun, 20 Nov 2033 12:00:00 GMT", NOW)).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1e9", "1e-2147483647", "0x10", "NaN", "12 seconds", "2026-11-20T12:00:00Z"})
    void anythingElseIsNoWait(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        assertThat(RetryAfter.of(response(Map.of("retry-after-ms", "1500", "retry-after", "2")), NOW))
                .contains(Duration.ofMillis(1500));
    }

    @Test
    void unreadableMillisecondsFallBackToSeconds() {
        assertThat(RetryAfter.of(response(Map.of("retry-after-ms", "1e-2147483647", "retry-after", "2")), NOW))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void dateIsJudgedByTheAnswersOwnClock() {
        Map<String, String> headers =
                Map.of("date", "Fri, 20 Nov 2026 14:00:00 GMT", "retry-after", "Fri, 20 Nov 2026 14:01:00 GMT");

        assertThat(RetryAfter.of(response(headers), NOW)).contains(Duration.ofMinutes(1));
    }

    @Test
    void dateThatCannotBeReadLeavesOurClock() {
        Map<String, String> headers = Map.of("date", "today", "retry-after", "Fri, 20 Nov 2026 12:01:00 GMT");

        assertThat(RetryAfter.of(response(headers), NOW)).contains(Duration.ofMinutes(1));
    }

    @Test
    void withoutAHeaderThereIsNoWait() {
        assertThat(RetryAfter.of(response(Map.of()), NOW)).isEmpty();
    }

    private static ProviderResponse response(Map<String, String> headers) {
        return new ProviderResponse(429, headers, "");
    }
}
