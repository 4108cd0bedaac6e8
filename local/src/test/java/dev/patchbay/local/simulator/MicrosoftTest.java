package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrosoftTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("microsoft").toString();

    private final App app = new App();

    @BeforeEach
    void reset() {
        SIMULATORS.reset();
    }

    @AfterAll
    static void stop() {
        SIMULATORS.close();
    }

    @Test
    void refreshGivesANewTokenAndTheOldOneStaysValid() throws Exception {
        String first = connect().path("refresh_token").asText();

        String second = refresh(first).json().path("refresh_token").asText();

        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(refresh(first).status()).isEqualTo(200);
        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void refreshTokenDiesAfterNinetyDays() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofDays(90));

        App.Answer answer = refresh(refresh);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(answer.json().at("/error_codes/0").asInt()).isEqualTo(700082);
    }

    @Test
    void refreshMayNameScopesOfTheGrantAndThoseOfSignIn() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        Map<String, String> form = Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                refresh,
                "scope",
                "openid email offline_access Mail.Send");

        assertThat(Provider.MICROSOFT
                        .token(SIMULATORS, app, form)
                        .json()
                        .path("scope")
                        .asText())
                .isEqualTo("Mail.Send");
    }

    @Test
    void scopesOfTheAnswerDoNotNameOfflineAccess() throws Exception {
        assertThat(connect().path("scope").asText()).isEqualTo("openid profile User.Read Mail.Send");
    }

    @Test
    void identityMayLackAMailbox() throws Exception {
        String jane = Provider.MICROSOFT
                .connect(SIMULATORS, app, "jane@contoso.example")
                .path("access_token")
                .asText();

        JsonNode me = app.get(BASE + "/v1.0/me", App.bearer(jane)).json();

        assertThat(me.path("mail").isNull()).isTrue();
        assertThat(me.path("userPrincipalName").asText()).isEqualTo("jane@contoso.example");
    }

    @Test
    void acceptedMailHasNoBodyAndNoId() throws Exception {
        App.Answer answer = app.postJson(
                BASE + "/v1.0/me/sendMail",
                App.bearer(connect().path("access_token").asText()),
                "{\"message\":{\"subject\":\"Hi\",\"toRecipients\":[{\"emailAddress\":{\"address\":\"a@b.example\"}}]}}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEmpty();
        assertThat(SIMULATORS.outbox("microsoft")).hasSize(1);
    }

    @Test
    void deadTokenIsInvalid() throws Exception {
        App.Answer answer = app.get(BASE + "/v1.0/me", App.bearer("unknown"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void retryAfterMayBeAFraction() throws Exception {
        SIMULATORS.microsoft().misbehave(new Misbehaviour.RateLimit("/v1.0/me", 1, "2.128"));

        App.Answer answer = app.get(BASE + "/v1.0/me", App.bearer("any"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("retry-after", "2.128");
    }

    @Test
    void formPostIsNotKnown() {
        URI authorization = URI.create(Provider.MICROSOFT.authorization(SIMULATORS) + "&response_mode=form_post");

        assertThatThrownBy(() -> new Person().allow(authorization, "john@contoso.example"))
                .hasMessageContaining("response_mode must be query");
    }

    private JsonNode connect() throws Exception {
        return Provider.MICROSOFT.connect(SIMULATORS, app, "john@contoso.example");
    }

    private App.Answer refresh(String token) throws Exception {
        return Provider.MICROSOFT.refresh(SIMULATORS, app, token);
    }
}
