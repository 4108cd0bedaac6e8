package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SalesforceTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("salesforce").toString();

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
    void tokenSaysWhereToGoAndNotHowLongItLives() throws Exception {
        JsonNode tokens = connect(SIMULATORS);

        assertThat(tokens.has("expires_in")).isFalse();
        assertThat(tokens.path("instance_url").asText()).isEqualTo("https://acme.my.salesforce.com");
        assertThat(tokens.path("id").asText()).startsWith("https://login.salesforce.com/id/00D");
    }

    @Test
    void identityStandsAtItsOwnAddress() throws Exception {
        JsonNode tokens = connect(SIMULATORS);
        String path = URI.create(tokens.path("id").asText()).getPath();

        JsonNode identity = app.get(
                        BASE + path, App.bearer(tokens.path("access_token").asText()))
                .json();

        assertThat(identity.path("username").asText()).isEqualTo("john@acme.example");
        assertThat(identity.path("organization_id").asText()).startsWith("00D");
    }

    @Test
    void requestWithoutChallengeIsRefused() {
        URI authorization = URI.create(
                Provider.SALESFORCE.authorization(SIMULATORS).toString().replace("code_challenge=", "no_challenge="));

        assertThat(App.query(new Person().allow(authorization, "john@acme.example")))
                .containsEntry("error", "invalid_request")
                .containsEntry("error_description", "A code_challenge is required.");
    }

    @Test
    void sessionEndsAfterTwoHours() throws Exception {
        String access = connect(SIMULATORS).path("access_token").asText();
        SIMULATORS.advance(Duration.ofHours(2));

        App.Answer answer = app.get(BASE + "/services/data/v60.0/limits", App.bearer(access));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/0/errorCode").asText()).isEqualTo("INVALID_SESSION_ID");
    }

    @Test
    void sixthGrantEndsTheFirst() throws Exception {
        String first = connect(SIMULATORS).path("refresh_token").asText();
        for (int i = 0; i < 5; i++) {
            connect(SIMULATORS);
        }

        App.Answer answer = Provider.SALESFORCE.refresh(SIMULATORS, app, first);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_description").asText()).isEqualTo("expired access/refresh token");
    }

    @Test
    void dailyLimitIsAForbidden() throws Exception {
        SIMULATORS.salesforce().misbehave(new Misbehaviour.RateLimit("/limits", 1, ""));

        App.Answer answer = app.get(BASE + "/services/data/v60.0/limits", App.bearer("any"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().at("/0/errorCode").asText()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
    }

    @Test
    void rotationEndsTheTokenThatWasUsed() throws Exception {
        try (Simulators rotating =
                Simulators.start(SimulatorSettings.onPort(0).with(AppSwitch.SALESFORCE_TOKEN_ROTATION))) {
            String refresh = connect(rotating).path("refresh_token").asText();

            String next = Provider.SALESFORCE
                    .refresh(rotating, app, refresh)
                    .json()
                    .path("refresh_token")
                    .asText();

            assertThat(next).isNotEmpty().isNotEqualTo(refresh);
            assertThat(Provider.SALESFORCE.refresh(rotating, app, refresh).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void introspectionReturnsWhetherASessionIsActive() throws Exception {
        String access = connect(SIMULATORS).path("access_token").asText();

        assertThat(introspect(access).path("active").asBoolean()).isTrue();
        assertThat(introspect("unknown").path("active").asBoolean(true)).isFalse();
    }

    private JsonNode introspect(String token) throws Exception {
        Map<String, String> form = Map.of(
                "token", token,
                "client_id", SIMULATORS.salesforce().app().clientId(),
                "client_secret", SIMULATORS.salesforce().app().clientSecret());
        return app.postForm(BASE + "/services/oauth2/introspect", Map.of(), form)
                .json();
    }

    private JsonNode connect(Simulators simulators) throws Exception {
        return Provider.SALESFORCE.connect(simulators, app, "john@acme.example");
    }
}
