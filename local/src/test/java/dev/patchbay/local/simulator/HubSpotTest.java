package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubSpotTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("hubspot").toString();

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
    void refreshNamesTheSameTokenAgain() throws Exception {
        JsonNode tokens = connect();
        String refresh = tokens.path("refresh_token").asText();

        JsonNode again = Provider.HUBSPOT.refresh(SIMULATORS, app, refresh).json();

        assertThat(tokens.path("expires_in").asInt()).isEqualTo(1800);
        assertThat(again.path("refresh_token").asText()).isEqualTo(refresh);
    }

    @Test
    void identityComesByIntrospection() throws Exception {
        JsonNode identity = post(
                        "2026-03/token/introspect",
                        connect().path("access_token").asText())
                .json();

        assertThat(identity.path("active").asBoolean()).isTrue();
        assertThat(identity.path("hub_id").asInt()).isEqualTo(62515);
        assertThat(identity.path("hub_domain").asText()).isEqualTo("acme.example");
    }

    @Test
    void revokedGrantCannotBeRefreshed() throws Exception {
        String refresh = connect().path("refresh_token").asText();

        post("2026-03/token/revoke", refresh);

        JsonNode dead = Provider.HUBSPOT.refresh(SIMULATORS, app, refresh).json();
        assertThat(dead.path("error").asText()).isEqualTo("invalid_grant");
        assertThat(dead.path("status").asText()).isEqualTo("BAD_REFRESH_TOKEN");
    }

    @Test
    void firstVersionIsGone() throws Exception {
        assertThat(post("v1/token", "any").status()).isEqualTo(404);
    }

    @Test
    void rateLimitNamesItsPolicy() throws Exception {
        SIMULATORS.hubSpot().misbehave(new Misbehaviour.RateLimit("", 1, ""));

        App.Answer answer = app.get(BASE + "/crm/v3/objects/contacts", App.bearer("any"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
    }

    private App.Answer post(String path, String token) throws Exception {
        Map<String, String> form = Map.of(
                "token", token,
                "client_id", SIMULATORS.hubSpot().app().clientId(),
                "client_secret", SIMULATORS.hubSpot().app().clientSecret());
        return app.postForm(BASE + "/oauth/" + path, Map.of(), form);
    }

    private JsonNode connect() throws Exception {
        return Provider.HUBSPOT.connect(SIMULATORS, app, "john@acme.example");
    }
}
