package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.Unauthorized;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Auth;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkedInErrorsTest {
    private static final Catalogued LINKEDIN = Catalogued.of("linkedin");

    @Test
    void endedTokenAsksForAReconnect() {
        assertThat(LINKEDIN.error(401, "{\"status\":401,\"serviceErrorCode\":65601,\"message\":\"m\"}"))
                .isEqualTo(new Unauthorized("LinkedIn has ended this connection. Reconnect LinkedIn"));
    }

    @Test
    void productThatWasNotGrantedIsTheOperators() {
        assertThat(LINKEDIN.error(403, "{\"status\":403,\"serviceErrorCode\":100,\"message\":\"m\"}"))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void limitIsOfTheDay() {
        assertThat(LINKEDIN.error(429, "{\"status\":429}"))
                .isEqualTo(new QuotaExhausted(
                        "The daily limit of LinkedIn is reached. It ends at midnight UTC", Optional.empty()));
    }

    @Test
    void requestThatIsNotUnderstoodEndsACodeButNoGrant() {
        String invalid = "{\"error\":\"invalid_request\"}";
        ProviderResponse response = new ProviderResponse(400, Map.of(), invalid);
        OAuthException refusal = TokenErrors.of(LINKEDIN.provider(), response, response.json(), Catalogued.NOW)
                .orElseThrow();

        assertThat(refusal.kind()).isEqualTo(OAuthException.Kind.TRANSIENT);
        assertThat(TokenErrors.ofCode(LINKEDIN.provider(), refusal).kind()).isEqualTo(OAuthException.Kind.GRANT);
    }

    @Test
    void cancelledConsentIsADenial() {
        Auth.OAuth2 oauth = LINKEDIN.provider().oauth();

        assertThat(oauth.consent().isDenial("user_cancelled_authorize")).isTrue();
        assertThat(oauth.consent().isDenial("user_cancelled_login")).isTrue();
        assertThat(oauth.consent().isDenial("access_denied")).isTrue();
        assertThat(oauth.consent().isDenial("unauthorized_scope_error")).isFalse();
    }
}
