package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshBooksErrorsTest {
    private static final Catalogued FRESHBOOKS = Catalogued.of("freshbooks");

    @Test
    void refusedTokenIsUnauthorized() {
        assertThat(FRESHBOOKS.error(401, "{\"error\":\"unauthenticated\",\"error_description\":\"d\"}"))
                .isInstanceOf(Unauthorized.class);
    }

    @Test
    void missingScopeNamesTheRemedy() {
        assertThat(FRESHBOOKS.error(403, "{\"error\":\"insufficient_scope\"}"))
                .isEqualTo(new Misconfigured(
                        "FreshBooks needs a permission that was not granted. Reconnect and allow it"));
    }

    @Test
    void unknownClientIsNotFound() {
        assertThat(FRESHBOOKS.error(422, """
                {"response":{"errors":[{"errno":1012,"field":"userid","message":"Client not found."}]}}"""))
                .isEqualTo(new NotFound("FreshBooks does not have this client", Optional.empty()));
    }

    @Test
    void tooFastWaitsAWhile() {
        assertThat(FRESHBOOKS.error(429, "{}"))
                .isEqualTo(new RateLimited("FreshBooks asks to slow down", Duration.ofSeconds(10)));
    }

    @Test
    void spentRefreshTokenEndsTheGrant() {
        assertThat(FRESHBOOKS.tokenError(401, "{\"error\":\"invalid_grant\"}")).isEqualTo(OAuthException.Kind.GRANT);
    }
}
