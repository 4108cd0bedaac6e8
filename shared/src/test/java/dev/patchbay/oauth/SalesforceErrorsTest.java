package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SalesforceErrorsTest {
    private static final Catalogued SALESFORCE = Catalogued.of("salesforce");

    @Test
    void endedSessionIsUnauthorized() {
        assertThat(SALESFORCE.error(401, code("INVALID_SESSION_ID"))).isInstanceOf(Unauthorized.class);
    }

    @Test
    void other401DoesNotMeanThatASessionHasEnded() {
        assertThat(SALESFORCE.error(401, code("INVALID_AUTH_HEADER"))).isInstanceOf(Transient.class);
        assertThat(SALESFORCE.error(401, "")).isInstanceOf(Transient.class);
    }

    @Test
    void organisationsLimitIsAQuotaDespite403() {
        assertThat(SALESFORCE.error(403, code("REQUEST_LIMIT_EXCEEDED")))
                .isEqualTo(new QuotaExhausted(
                        "This Salesforce organisation has used up its API requests of the last 24 hours",
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"API_DISABLED_FOR_ORG", "INSUFFICIENT_ACCESS"})
    void whatIsNotAllowedIsMisconfigured(String code) {
        assertThat(SALESFORCE.error(403, code(code))).isInstanceOf(Misconfigured.class);
    }

    @Test
    void lockedRecordPassesAndNothingWasDone() {
        assertThat(SALESFORCE.error(400, code("UNABLE_TO_LOCK_ROW")))
                .isEqualTo(new Transient("Salesforce was changing this record already", false));
        assertThat(SALESFORCE.error(503, code("SERVER_UNAVAILABLE"))).isInstanceOf(Transient.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, DUPLICATES_DETECTED",
        "400, DUPLICATE_VALUE",
        "400, REQUIRED_FIELD_MISSING",
        "400, FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "300, ''"
    })
    void refusedRecordIsTheInputs(int status, String code) {
        assertThat(SALESFORCE.error(status, code(code))).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_grant, GRANT",
        "inactive_user, GRANT",
        "invalid_client_id, APP",
        "invalid_client, APP",
        "rate_limit_exceeded, TRANSIENT",
        "unknown_error, TRANSIENT"
    })
    void classifiesTokenErrors(String code, OAuthException.Kind kind) {
        assertThat(SALESFORCE.tokenError(400, "{\"error\":\"" + code + "\"}")).isEqualTo(kind);
    }

    private static String code(String code) {
        return "[{\"message\":\"m\",\"errorCode\":\"" + code + "\",\"fields\":[]}]";
    }
}
