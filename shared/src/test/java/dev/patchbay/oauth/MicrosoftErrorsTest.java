package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
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

class MicrosoftErrorsTest {
    private static final Catalogued MAIL = Catalogued.of("outlook-mail");

    @ParameterizedTest
    @ValueSource(strings = {"outlook-mail", "outlook-calendar", "microsoft-todo"})
    void endedTokenIsUnauthorized(String provider) {
        assertThat(Catalogued.of(provider).error(401, graph("InvalidAuthenticationToken")))
                .isInstanceOf(Unauthorized.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TooManyRequests", "ApplicationThrottled", "activityLimitReached"})
    void throttledWaitsAsLongAsItSaysEvenAFraction(String code) {
        ProviderError error = MAIL.error(429, Map.of("retry-after", "2.128"), graph(code));

        assertThat(error).isInstanceOf(RateLimited.class);
        assertThat(((RateLimited) error).retryAfter()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource({
        "outlook-mail, Outlook Mail needs the permission to send email. Reconnect and allow it",
        "outlook-calendar, Outlook Calendar needs the permission to change events. Reconnect and allow it",
        "microsoft-todo, Microsoft To Do needs the permission to change tasks. Reconnect and allow it"
    })
    void missingPermissionNamesTheRemedy(String provider, String sentence) {
        assertThat(Catalogued.of(provider).error(403, graph("ErrorAccessDenied")))
                .isEqualTo(new Misconfigured(sentence));
    }

    @Test
    void addressThatIsNoneIsTheInputs() {
        assertThat(MAIL.error(400, graph("ErrorInvalidRecipients"))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void itemThatIsGoneIsNotFound() {
        assertThat(MAIL.error(404, graph("ErrorItemNotFound"))).isInstanceOf(NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 412})
    void changeOfWhatWasChangedMeanwhileIsTheInputs(int status) {
        assertThat(MAIL.error(status, graph("ErrorIrresolvableConflict"))).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {423, 500, 503, 504, 509})
    void outageOfGraphIsTransient(int status) {
        assertThat(MAIL.error(status, graph("any"))).isInstanceOf(Transient.class);
    }

    @Test
    void fullStorageIsAQuota() {
        assertThat(MAIL.error(507, graph("ErrorQuotaExceeded"))).isInstanceOf(QuotaExhausted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, GRANT",
        "400, interaction_required, GRANT",
        "400, consent_required, GRANT",
        "400, login_required, GRANT",
        "401, invalid_client, APP",
        "400, unauthorized_client, APP",
        "400, temporarily_unavailable, TRANSIENT",
        "400, a_word_of_tomorrow, TRANSIENT",
        "429, invalid_grant, TRANSIENT",
        "503, invalid_grant, TRANSIENT"
    })
    void classifiesTokenErrorsByErrorNotByNumber(int status, String error, OAuthException.Kind kind) {
        assertThat(MAIL.tokenError(status, "{\"error\":\"" + error + "\",\"error_codes\":[700082]}"))
                .isEqualTo(kind);
    }

    private static String graph(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"m\",\"innerError\":{\"request-id\":\"1\"}}}";
    }
}
