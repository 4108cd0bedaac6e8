package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApolloTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String APOLLO = SIMULATORS.baseUrl("apollo") + "/api/v1";
    private static final Map<String, String> KEY = Map.of("x-api-key", ApolloSimulator.KEY);

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
    void knownPersonIsFound() throws Exception {
        JsonNode person = match("ada.lovelace@example.com").json().path("person");

        assertThat(person.path("first_name").asText()).isEqualTo("Ada");
        assertThat(person.path("last_name").asText()).isEqualTo("Lovelace");
        assertThat(person.at("/organization/name").asText()).isNotEmpty();
    }

    @Test
    void parametersMayStandInTheQuery() throws Exception {
        App.Answer answer = app.postJson(APOLLO + "/people/match?email=ada.lovelace@example.com", KEY, "");

        assertThat(answer.json().at("/person/email").asText()).isEqualTo("ada.lovelace@example.com");
    }

    @Test
    void unknownPersonIsANullInA200() throws Exception {
        App.Answer answer = match("someone@nowhere.invalid");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("person")).isTrue();
        assertThat(answer.json().path("person").isNull()).isTrue();
    }

    @Test
    void wrongKeyIsATextIn401WithoutLimits() throws Exception {
        App.Answer answer = app.postJson(APOLLO + "/people/match", Map.of("x-api-key", "wrong"), "{\"email\":\"a@b\"}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).isEqualTo("Invalid access credentials.");
        assertThat(answer.headers()).doesNotContainKey("x-rate-limit-minute");
    }

    @Test
    void healthReturnsWhetherTheKeyIsValid() throws Exception {
        assertThat(app.get(APOLLO + "/auth/health", KEY)
                        .json()
                        .path("is_logged_in")
                        .asBoolean())
                .isTrue();
        assertThat(app.get(APOLLO + "/auth/health", Map.of("x-api-key", "wrong"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void deletedKeyIsWrong() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.RevokeGrant(ApolloSimulator.KEY));

        assertThat(match("ada@example.com").status()).isEqualTo(401);
    }

    @Test
    void missingPersonIsUnprocessable() throws Exception {
        assertThat(app.postJson(APOLLO + "/people/match", KEY, "{}").status()).isEqualTo(422);
    }

    @Test
    void headersCountTheCalls() throws Exception {
        match("ada@example.com");

        App.Answer answer = match("ada@example.com");

        assertThat(answer.headers())
                .containsEntry("x-rate-limit-minute", "1000")
                .containsEntry("x-minute-usage", "2")
                .containsEntry("x-minute-requests-left", "998");
    }

    @Test
    void thousandAndFirstCallOfAMinuteWaits() throws Exception {
        for (int i = 0; i < 1000; i++) {
            match("ada@example.com");
        }

        App.Answer limited = match("ada@example.com");
        SIMULATORS.advance(Duration.ofMinutes(1));
        App.Answer later = match("ada@example.com");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.headers().getOrDefault("retry-after", "0")))
                .isBetween(1, 61);
        assertThat(later.status()).isEqualTo(200);
    }

    @Test
    void bulkAnswersNullForThoseWhoAreUnknown() throws Exception {
        JsonNode matches = app.postJson(
                        APOLLO + "/people/bulk_match",
                        KEY,
                        "{\"details\":[{\"email\":\"ada@example.com\"},{\"email\":\"x@y.invalid\"}]}")
                .json()
                .path("matches");

        assertThat(matches.get(0).path("email").asText()).isEqualTo("ada@example.com");
        assertThat(matches.get(1).isNull()).isTrue();
    }

    private App.Answer match(String email) throws Exception {
        return app.postJson(APOLLO + "/people/match", KEY, "{\"email\":\"" + email + "\"}");
    }
}
