package dev.patchbay.call;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a provider asks to wait: {@code Retry-After} in seconds, in fractions of seconds (Microsoft) or as an HTTP date
 * (RFC 9110, section 10.2.3), or {@code Retry-After-Ms} (OpenAI, Anthropic). A date is judged by the {@code Date} of the same answer if
 * it has one. Never negative, never over one day.
 */
public final class RetryAfter {
    static final Duration LONGEST = Duration.ofDays(1);
    // No exponents: the arithmetic of a header's 1e-2147483647 would overflow.
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

    private RetryAfter() {}

    public static Optional<Duration> of(ProviderResponse response, Instant now) {
        return response.header("retry-after-ms")
                .flatMap(RetryAfter::number)
                .map(millis -> bounded(millis.movePointLeft(3)))
                .or(() -> response.header("retry-after").flatMap(value -> parse(value, answeredAt(response, now))));
    }

    /** The time by the provider's clock, which set the dates in its answer; ours where the answer has no {@code Date}. */
    static Instant answeredAt(ProviderResponse response, Instant now) {
        return response.header("date")
                .map(String::strip)
                .flatMap(RetryAfter::httpDate)
                .orElse(now);
    }

    /** Reads the value of a {@code Retry-After} header, or empty if it is none. */
    public static Optional<Duration> parse(String value, Instant now) {
        return number(value.strip()).map(RetryAfter::bounded).or(() -> date(value.strip(), now));
    }

    private static Optional<BigDecimal> number(String value) {
        return NUMBER.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
    }

    private static Optional<Duration> date(String value, Instant now) {
        return httpDate(value).map(at -> until(at, now));
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }

    /** The wait until then, as every wait never negative and at most a day. */
    static Duration until(Instant at, Instant now) {
        return bounded(BigDecimal.valueOf(Duration.between(now, at).toMillis()).movePointLeft(3));
    }

    /** The wait of so many seconds, or empty if the text is no number. */
    static Optional<Duration> seconds(String text) {
        return number(text).map(RetryAfter::bounded);
    }

    private static Duration bounded(BigDecimal seconds) {
        BigDecimal most = BigDecimal.valueOf(LONGEST.toSeconds());
        return Duration.ofMillis(
                seconds.max(BigDecimal.ZERO).min(most).movePointRight(3).longValue());
    }
}
