package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSpotErrorsTest {
    private static final Catalogued HUBSPOT = Catalogued.of("hubspot");

    @ParameterizedTest
    @ValueSource(strings = {"EXPIRED_AUTHENTICATION", "INVALID_AUTHENTICATION"})
    void refusedTokenIsUnauthorized(String category) {
        assertThat(HUBSPOT.error(401, category(category))).isInstanceOf(Unauthorized.class);
    }

    @Test
    void bare401DoesNotMeanThatATokenHasEnded() {
        assertThat(HUBSPOT.error(401, "{}")).isInstanceOf(Transient.class);
    }

    @Test
    void tooFastWaitsForTheWindow() {
        assertThat(HUBSPOT.error(429, "{\"errorType\":\"RATE_LIMIT\",\"policyName\":\"TEN_SECONDLY_ROLLING\"}"))
                .isEqualTo(new RateLimited("HubSpot asks to slow down", Duration.ofSeconds(10)));
    }

    @Test
    void daysLimitIsAQuota() {
        assertThat(HUBSPOT.error(429, "{\"errorType\":\"RATE_LIMIT\",\"policyName\":\"DAILY\"}"))
                .isInstanceOf(QuotaExhausted.class);
    }

    @Test
    void accountThatMovesIsAskedAgainWhenItSays() {
        assertThat(HUBSPOT.error(477, Map.of("retry-after", "7200"), "{}"))
                .isEqualTo(
                        new RateLimited("HubSpot is moving this account to another data centre", Duration.ofHours(2)));
    }

    @Test
    void missingScopeNamesTheRemedy() {
        assertThat(HUBSPOT.error(403, category("MISSING_SCOPES")))
                .isEqualTo(
                        new Misconfigured("HubSpot needs a permission that was not granted. Reconnect and allow it"));
    }

    @Test
    void conflictIsTheInputs() {
        assertThat(HUBSPOT.error(409, category("CONFLICT"))).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REFRESH_TOKEN, GRANT",
        "BAD_AUTH_CODE, GRANT",
        "BAD_CLIENT_SECRET, APP",
        "BAD_REDIRECT_URI, APP",
        "VALIDATION_ERROR, TRANSIENT"
    })
    void classifiesTokenErrorsByCategory(String category, OAuthException.Kind kind) {
        assertThat(HUBSPOT.tokenError(400, category(category))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_grant, BAD_REFRESH_TOKEN, GRANT",
        "invalid_grant, BAD_AUTH_CODE, GRANT",
        // The standard's code alone would end the member's connection for the operator's mistake.
        "invalid_grant, BAD_REDIRECT_URI, APP",
        "invalid_grant, BAD_CLIENT_SECRET, APP",
        "invalid_grant, SOMETHING_NEW, GRANT",
        "invalid_client, error, APP"
    })
    void ownCodeBesideTheStandardsDecides(String error, String status, OAuthException.Kind kind) {
        String body = "{\"error\":\"" + error + "\",\"error_description\":\"m\",\"status\":\"" + status
                + "\",\"message\":\"m\"}";

        assertThat(HUBSPOT.tokenError(400, body)).isEqualTo(kind);
    }

    private static String category(String category) {
        return "{\"status\":\"error\",\"category\":\"" + category + "\",\"message\":\"m\"}";
    }
}
