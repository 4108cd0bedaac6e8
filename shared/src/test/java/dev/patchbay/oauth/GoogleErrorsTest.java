package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's products answer alike. */
class GoogleErrorsTest {
    private static final Catalogued GMAIL = Catalogued.of("gmail");
    private static final Catalogued CALENDAR = Catalogued.of("google-calendar");

    @ParameterizedTest
    @ValueSource(
            strings = {"gmail", "google-calendar", "google-sheets", "google-contacts", "google-tasks", "google-drive"})
    void rateLimitComesAs403InEveryProduct(String name) {
        Catalogued product = Catalogued.of(name);

        assertThat(product.error(403, reason("userRateLimitExceeded"))).isInstanceOf(RateLimited.class);
        assertThat(product.error(403, reason("rateLimitExceeded"))).isInstanceOf(RateLimited.class);
        assertThat(product.error(429, "{}")).isInstanceOf(RateLimited.class);
        assertThat(product.error(403, "{\"error\":{\"code\":403,\"status\":\"RESOURCE_EXHAUSTED\"}}"))
                .isInstanceOf(RateLimited.class);
        assertThat(product.error(403, reason("dailyLimitExceeded"))).isInstanceOf(QuotaExhausted.class);
        assertThat(product.error(403, reason("insufficientPermissions"))).isInstanceOf(Misconfigured.class);
        assertThat(product.error(403, reason("accessNotConfigured"))).isInstanceOf(Misconfigured.class);
        assertThat(product.error(401, "{}")).isInstanceOf(Unauthorized.class);
        assertThat(product.error(503, "{}")).isInstanceOf(Transient.class);
    }

    @Test
    void readsTheWaitFromGmailsText() {
        assertThat(GMAIL.error(429, limited("2026-11-20T12:15:00.500Z", "")))
                .isEqualTo(new RateLimited("Gmail asks to slow down", Duration.ofMillis(900_500)));
        assertThat(GMAIL.error(
                        429, Map.of("date", "Fri, 20 Nov 2026 12:14:00 GMT"), limited("2026-11-20T12:15:00Z", "")))
                .isEqualTo(new RateLimited("Gmail asks to slow down", Duration.ofMinutes(1)));
    }

    @Test
    void gmailsDailySendingLimitIsAQuotaWithAnEnd() {
        assertThat(GMAIL.error(429, limited("2026-11-21T07:18:23.688Z", " (Mail sending)")))
                .isEqualTo(new QuotaExhausted(
                        "The daily sending limit of this Gmail account is reached",
                        Optional.of(Instant.parse("2026-11-21T07:18:23.688Z"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2026-99-99T00:00:00Z", "", "9999999999999999999"})
    void timeThatCannotBeReadIsNoWait(String time) {
        assertThat(GMAIL.error(429, limited(time, "")))
                .isEqualTo(new RateLimited("Gmail asks to slow down", Duration.ofSeconds(1)));
        assertThat(GMAIL.error(429, limited(time, "(Mail sending)")))
                .isEqualTo(new QuotaExhausted(
                        "The daily sending limit of this Gmail account is reached", Optional.empty()));
    }

    private static String limited(String until, String which) {
        return """
                {"error":{"code":429,"message":"User-rate limit exceeded.  Retry after %s%s","status":"RESOURCE_EXHAUSTED",
                 "errors":[{"domain":"usageLimits","reason":"rateLimitExceeded","message":"m"}]}}""".formatted(until, which);
    }

    @Test
    void changesThatAreTooLongAgoAreNotFound() {
        assertThat(CALENDAR.error(410, "{\"error\":{\"code\":410}}"))
                .isEqualTo(
                        new NotFound("These changes of the calendar are too long ago. Read it anew", Optional.empty()));
        assertThat(Catalogued.of("google-contacts")
                        .error(400, "{\"error\":{\"code\":400,\"details\":[{\"reason\":\"EXPIRED_SYNC_TOKEN\"}]}}"))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void revokedTokenEndsTheGrant() {
        assertThat(CALENDAR.tokenError(
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}"))
                .isEqualTo(OAuthException.Kind.GRANT);
    }

    private static String reason(String reason) {
        return """
                {"error":{"code":403,"message":"m","errors":[{"domain":"usageLimits","reason":"%s"}]}}""".formatted(reason);
    }
}
