package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StripeErrorsTest {
    private static final Catalogued STRIPE = Catalogued.of("stripe");

    @Test
    void declinedCardIsNotAUsedUpQuota() {
        assertThat(STRIPE.error(402, error("card_error", "card_declined")))
                .isEqualTo(new InvalidInput("The card was declined", Optional.empty()));
    }

    @Test
    void disconnectedAccountIsUnauthorizedDespite403() {
        assertThat(STRIPE.error(403, error("invalid_request_error", "account_invalid")))
                .isInstanceOf(Unauthorized.class);
        assertThat(STRIPE.error(401, "{\"error\":\"invalid_client\",\"error_description\":\"d\"}"))
                .isInstanceOf(Unauthorized.class);
    }

    @Test
    void wrongPlatformKeyIsTheOperatorsAndEndsNoConnection() {
        assertThat(STRIPE.error(401, error("invalid_request_error", "")))
                .isEqualTo(new Misconfigured(
                        "Stripe does not accept the secret key of Patchbay's platform. Ask the operator of Patchbay"));
    }

    @Test
    void missingPermissionIsMisconfigured() {
        assertThat(STRIPE.error(403, error("invalid_request_error", "more_permissions_required")))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void lockPasses() {
        assertThat(STRIPE.error(409, error("invalid_request_error", "lock_timeout")))
                .isInstanceOf(Transient.class);
    }

    @Test
    void reusedIdempotencyKeyIsTheInputs() {
        assertThat(STRIPE.error(400, error("idempotency_error", ""))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void tooFastIsARateLimit() {
        assertThat(STRIPE.error(429, error("invalid_request_error", "rate_limit")))
                .isInstanceOf(RateLimited.class);
    }

    @Test
    void usedCodeEndsTheGrant() {
        assertThat(STRIPE.tokenError(400, "{\"error\":\"invalid_grant\",\"error_description\":\"d\"}"))
                .isEqualTo(OAuthException.Kind.GRANT);
    }

    private static String error(String type, String code) {
        return "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\",\"message\":\"m\"}}";
    }
}
