package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String MATCH = SIMULATORS.baseUrl("apollo") + "/api/v1/people/match";
    private static final Map<String, String> KEY = Map.of("x-api-key", ApolloSimulator.KEY);
    private static final String ADA = "{\"email\":\"ada.lovelace@example.com\"}";

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
    void failsAsOftenAsConfigured() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.Answer("/people/match", 2, 503));

        assertThat(app.postJson(MATCH, KEY, ADA).status()).isEqualTo(503);
        assertThat(app.postJson(MATCH, KEY, ADA).status()).isEqualTo(503);
        assertThat(app.postJson(MATCH, KEY, ADA).status()).isEqualTo(200);
    }

    @Test
    void otherPathsAreSpared() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.Answer("/people/match", 1, 503));

        App.Answer health = app.get(SIMULATORS.baseUrl("apollo") + "/api/v1/auth/health", KEY);

        assertThat(health.status()).isEqualTo(200);
    }

    @Test
    void failureDoesNotAct() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.Answer("", 1, 500));

        app.postJson(MATCH, KEY, ADA);

        assertThat(SIMULATORS.outbox("apollo")).isEmpty();
    }

    @Test
    void dropAfterActingActsAndAnswersNothing() {
        SIMULATORS.apollo().misbehave(new Misbehaviour.DropAfterActing("/people/match", 1));

        assertThatThrownBy(() -> app.postJson(MATCH, KEY, ADA)).isInstanceOf(IOException.class);

        assertThat(SIMULATORS.outbox("apollo")).hasSize(1);
        assertThat(SIMULATORS.requests("apollo", "/people/match"))
                .singleElement()
                .satisfies(request -> assertThat(request.status()).isZero());
    }

    @Test
    void answerAfterActingActsAndSaysThatItDidNot() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.AnswerAfterActing("/people/match", 1, 503));

        assertThat(app.postJson(MATCH, KEY, ADA).status()).isEqualTo(503);

        assertThat(SIMULATORS.outbox("apollo")).hasSize(1);
    }

    @Test
    void dropBeforeActingDoesNotAct() {
        SIMULATORS.apollo().misbehave(new Misbehaviour.DropBeforeActing("/people/match", 1));

        assertThatThrownBy(() -> app.postJson(MATCH, KEY, ADA)).isInstanceOf(IOException.class);

        assertThat(SIMULATORS.outbox("apollo")).isEmpty();
    }

    @Test
    void delayActsAndAnswersLater() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.Delay("", 1, 150));
        long start = System.nanoTime();

        App.Answer answer = app.postJson(MATCH, KEY, ADA);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
    }

    @Test
    void lateAnswerHasActedBeforeItsCallerGaveUp() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.DelayAfterActing("", 1, 150));
        long start = System.nanoTime();

        App.Answer answer = app.postJson(MATCH, KEY, ADA);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(System.nanoTime() - start).isGreaterThan(150_000_000L);
        assertThat(SIMULATORS.outbox("apollo")).hasSize(1);
    }

    @Test
    void slowBodyHasActedAndArrivesByteByByte() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.SlowBody("", 1, 2));
        long start = System.nanoTime();

        App.Answer answer = app.postJson(MATCH, KEY, ADA);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("person").path("name").asText()).isNotEmpty();
        assertThat(System.nanoTime() - start)
                .isGreaterThan(answer.json().toString().length() * 2_000_000L);
        assertThat(SIMULATORS.outbox("apollo")).hasSize(1);
    }

    @Test
    void answerHasTheConfiguredValue() throws Exception {
        SIMULATORS.google().misbehave(new Misbehaviour.Say("/token", "expires_in", 5));

        JsonNode tokens = Provider.GOOGLE.connect(SIMULATORS, app, "john@gmail.com");

        assertThat(tokens.path("expires_in").asLong()).isEqualTo(5);
        assertThat(tokens.has("refresh_token")).isTrue();
    }

    @Test
    void omittedFieldIsNotInTheAnswer() throws Exception {
        SIMULATORS.google().misbehave(new Misbehaviour.Omit("/token", 1, Set.of("refresh_token", "expires_in")));

        JsonNode tokens = Provider.GOOGLE.connect(SIMULATORS, app, "john@gmail.com");

        assertThat(tokens.has("access_token")).isTrue();
        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(tokens.has("expires_in")).isFalse();
    }

    @Test
    void rateLimitHasTheConfiguredWait() throws Exception {
        SIMULATORS.apollo().misbehave(new Misbehaviour.RateLimit("", 1, "2.128"));

        App.Answer answer = app.postJson(MATCH, KEY, ADA);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("retry-after", "2.128");
    }

    @Test
    void faultCanBeAskedForByHttp() throws Exception {
        App.Answer asked = app.postJson(
                SIMULATORS.url() + "/_simulator/apollo/faults",
                Map.of(),
                "{\"kind\":\"answer\",\"status\":418,\"body\":\"{}\",\"headers\":{\"x-why\":\"test\"}}");

        App.Answer answer = app.postJson(MATCH, KEY, ADA);

        assertThat(asked.status()).isEqualTo(200);
        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.headers()).containsEntry("x-why", "test");
    }

    @Test
    void misspeltFaultIsReportedInOneSentence() throws Exception {
        App.Answer answer = app.postJson(
                SIMULATORS.url() + "/_simulator/apollo/faults",
                Map.of(),
                "{\"kind\":\"answer\",\"status\":418,\"tiems\":2}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText())
                .contains("tiems")
                .contains("GET /_simulator shows those that are");
    }

    @Test
    void unknownProviderErrorListsTheKnownOnes() throws Exception {
        App.Answer answer =
                app.postJson(SIMULATORS.url() + "/_simulator/gogle/faults", Map.of(), "{\"kind\":\"delay\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).contains("\"gogle\"").contains("google");
    }

    @Test
    void outboxCanBeReadByHttp() throws Exception {
        app.postJson(MATCH, KEY, ADA);

        App.Answer outbox = app.get(SIMULATORS.url() + "/_simulator/outbox?provider=apollo", Map.of());

        assertThat(outbox.json().at("/0/kind").asText()).isEqualTo("lookup");
        assertThat(outbox.json().at("/0/content/email").asText()).isEqualTo("ada.lovelace@example.com");
    }

    @Test
    void clockCanBeMovedByHttp() throws Exception {
        App.Answer answer =
                app.postJson(SIMULATORS.url() + "/_simulator/clock", Map.of(), "{\"advanceSeconds\":86400}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(java.time.Instant.parse(answer.json().path("time").asText()))
                .isAfter(java.time.Instant.now().plusSeconds(86_000));
    }

    @Test
    void takenPortIsReportedInOneSentence() {
        int taken = SIMULATORS.url().getPort();

        assertThatThrownBy(() -> Simulators.start(taken).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Port " + taken + " is taken, and the provider simulators need it; choose another.");
    }
}
