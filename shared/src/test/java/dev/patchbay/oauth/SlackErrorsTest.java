package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import dev.patchbay.call.ProviderErrors;
import dev.patchbay.call.ProviderResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slack says in the body, with status 200, that it failed. */
class SlackErrorsTest {
    private static final Catalogued SLACK = Catalogued.of("slack");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid_auth",
                "token_revoked",
                "account_inactive",
                "token_expired",
                "not_authed",
                "org_login_required",
                "team_added_to_org"
            })
    void lostTokenIsUnauthorizedThoughTheStatusIs200(String error) {
        assertThat(SLACK.error(200, refusal(error))).isInstanceOf(Unauthorized.class);
    }

    @ParameterizedTest
    @CsvSource({"200, ratelimited", "200, rate_limited", "429, ratelimited"})
    void rateLimitIsARateLimit(int status, String error) {
        assertThat(SLACK.error(status, refusal(error))).isInstanceOf(RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
    void internalErrorIsTransient(String error) {
        assertThat(SLACK.error(200, refusal(error))).isInstanceOf(Transient.class);
    }

    @Test
    void unknownChannelIsNotFound() {
        assertThat(SLACK.error(200, refusal("channel_not_found")))
                .isEqualTo(new NotFound("Channel not found", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"users_not_found", "user_not_found"})
    void unknownPersonIsNotFound(String error) {
        assertThat(SLACK.error(200, refusal(error)))
                .isEqualTo(new NotFound("Person not found in this Slack workspace", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not_in_channel", "missing_scope", "access_denied", "restricted_action"})
    void missingPermissionIsMisconfigured(String error) {
        assertThat(SLACK.error(200, refusal(error))).isInstanceOf(Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"is_archived", "msg_too_long", "too_many_attachments", "invalid_blocks", "no_text", "anything"})
    void refusalOfTheMessageIsItsInputs(String error) {
        assertThat(SLACK.error(200, refusal(error))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void successIsNoError() {
        assertThat(ProviderErrors.of(
                        SLACK.provider(), new ProviderResponse(200, Map.of(), "{\"ok\":true}"), Catalogued.NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_refresh_token, GRANT",
        "invalid_code, GRANT",
        "code_already_used, GRANT",
        "token_expired, GRANT",
        "token_revoked, GRANT",
        "bad_client_secret, APP",
        "bad_redirect_uri, APP",
        "invalid_client_id, APP",
        "ratelimited, TRANSIENT",
        "fatal_error, TRANSIENT",
        "something_new, TRANSIENT"
    })
    void tokenErrorsComeWithStatus200(String code, OAuthException.Kind kind) {
        assertThat(SLACK.tokenError(200, refusal(code))).isEqualTo(kind);
        assertThat(Catalogued.of("slack-user").tokenError(200, refusal(code))).isEqualTo(kind);
    }

    private static String refusal(String error) {
        return "{\"ok\":false,\"error\":\"" + error + "\"}";
    }
}
