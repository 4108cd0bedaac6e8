package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuickBooksErrorsTest {
    private static final Catalogued QUICKBOOKS = Catalogued.of("quickbooks");

    @Test
    void refusedTokenIsUnauthorized() {
        assertThat(QUICKBOOKS.error(401, fault("3200", "AUTHENTICATION"))).isInstanceOf(Unauthorized.class);
    }

    @Test
    void formerAdministratorIsMisconfigured() {
        assertThat(QUICKBOOKS.error(401, fault("120", "AuthorizationFault")))
                .isEqualTo(new Misconfigured("Who connected QuickBooks is no longer an administrator of this company."
                        + " Reconnect as one who is"));
    }

    @Test
    void faultMayBeInLowerCase() {
        assertThat(QUICKBOOKS.error(403, "{\"fault\":{\"error\":[{\"code\":\"6190\"}]}}"))
                .isEqualTo(new Misconfigured("The QuickBooks subscription of this company has ended"));
    }

    @Test
    void endedSubscriptionIsMisconfigured() {
        assertThat(QUICKBOOKS.error(403, fault("6190", "ValidationFault")))
                .isEqualTo(new Misconfigured("The QuickBooks subscription of this company has ended"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5010", "6240", "6140", "6210", "2020", "2500"})
    void refusedRecordIsTheInputs(String code) {
        assertThat(QUICKBOOKS.error(400, fault(code, "ValidationFault"))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void unknownRecordIsNotFound() {
        assertThat(QUICKBOOKS.error(400, fault("610", "ValidationFault"))).isInstanceOf(NotFound.class);
    }

    @Test
    void tooFastWaitsAMinute() {
        assertThat(QUICKBOOKS.error(429, fault("3001", "SystemFault")))
                .isEqualTo(new RateLimited("QuickBooks asks to slow down", Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({"400, GRANT", "500, TRANSIENT", "503, TRANSIENT"})
    void refusedGrantIsOneOnlyWhenIntuitIsWell(int status, OAuthException.Kind kind) {
        assertThat(QUICKBOOKS.tokenError(status, "{\"error\":\"invalid_grant\"}"))
                .isEqualTo(kind);
    }

    @Test
    void refusedGrantIsBelievedAfterHours() {
        assertThat(QUICKBOOKS.provider().oauth().confirmRefusalFor()).contains(Duration.ofHours(6));
    }

    private static String fault(String code, String type) {
        return """
                {"Fault":{"Error":[{"Message":"m","Detail":"d","code":"%s"}],"type":"%s"},"time":"t"}""".formatted(code, type);
    }
}
