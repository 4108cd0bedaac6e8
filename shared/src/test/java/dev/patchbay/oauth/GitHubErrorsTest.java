package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubErrorsTest {
    private static final Catalogued GITHUB = Catalogued.of("github");

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void usedUpHourWaitsForItsReset(int status) {
        String inHalfAnHour = Long.toString(Catalogued.NOW.plusSeconds(1800).getEpochSecond());

        ProviderError error =
                GITHUB.error(status, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", inHalfAnHour), "{}");

        assertThat(error).isEqualTo(new RateLimited("GitHub asks to slow down", Duration.ofMinutes(30)));
    }

    @Test
    void resetThatIsNoTimeIsPassedOver() {
        assertThat(GITHUB.error(403, Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset", "soon"), "{}"))
                .isEqualTo(new RateLimited("GitHub asks to slow down", Duration.ofSeconds(1)));
    }

    @Test
    void burstWaitsAsLongAsAsked() {
        assertThat(GITHUB.error(403, Map.of("retry-after", "60", "x-ratelimit-remaining", "4000"), "{}"))
                .isEqualTo(new RateLimited("GitHub asks to slow down", Duration.ofSeconds(60)));
    }

    @Test
    void burstThatSaysNothingWaitsAMinute() {
        assertThat(GITHUB.error(429, "{}"))
                .isEqualTo(new RateLimited("GitHub asks to slow down", Duration.ofMinutes(1)));
    }

    @Test
    void burstThatIsForbiddenWaitsAMinuteToo() {
        assertThat(GITHUB.error(403, """
                {"message":"You have exceeded a secondary rate limit.","documentation_url":
                 "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"}"""))
                .isEqualTo(new RateLimited("GitHub asks to slow down", Duration.ofMinutes(1)));
    }

    @Test
    void forbiddenIsNotTooFast() {
        assertThat(GITHUB.error(
                        403, Map.of("x-ratelimit-remaining", "4999"), "{\"message\":\"Resource not accessible\"}"))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void badCredentialsAreUnauthorized() {
        assertThat(GITHUB.error(401, "{\"message\":\"Bad credentials\"}")).isInstanceOf(Unauthorized.class);
    }

    @Test
    void notFoundMayBeNotAllowed() {
        assertThat(GITHUB.error(404, "{\"message\":\"Not Found\"}"))
                .isInstanceOfSatisfying(
                        NotFound.class,
                        error -> assertThat(error.message()).endsWith("or this account may not see it"));
    }

    @ParameterizedTest
    @CsvSource({
        "bad_verification_code, GRANT",
        "bad_refresh_token, GRANT",
        "incorrect_client_credentials, APP",
        "redirect_uri_mismatch, APP"
    })
    void tokenErrorsComeWithStatus200(String code, OAuthException.Kind kind) {
        assertThat(GITHUB.tokenError(200, "{\"error\":\"" + code + "\"}")).isEqualTo(kind);
    }
}
