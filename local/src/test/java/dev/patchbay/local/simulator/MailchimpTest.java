package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.MailchimpSimulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailchimpTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("mailchimp").toString();

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
    void tokenNeverExpiresAndSaysSoWithZero() throws Exception {
        JsonNode tokens = connect();
        SIMULATORS.advance(Duration.ofDays(3650));

        assertThat(tokens.path("expires_in").asInt(-1)).isZero();
        assertThat(tokens.path("scope").isNull()).isTrue();
        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(ping(App.bearer(tokens.path("access_token").asText())).status())
                .isEqualTo(200);
    }

    @Test
    void metadataReturnsTheDatacenter() throws Exception {
        String access = connect().path("access_token").asText();

        JsonNode metadata = app.get(BASE + "/oauth2/metadata", Map.of("Authorization", "OAuth " + access))
                .json();

        assertThat(metadata.path("dc").asText()).isEqualTo("us6");
        assertThat(metadata.path("api_endpoint").asText()).isEqualTo("https://us6.api.mailchimp.com");
    }

    @Test
    void legacyKeyOpensTheApi() throws Exception {
        App.Answer answer = ping(Map.of("Authorization", Provider.basic("any", MailchimpSimulator.KEY)));

        assertThat(answer.json().path("health_status").asText()).isEqualTo("Everything's Chimpy!");
    }

    @Test
    void wrongKeyIsAProblem() throws Exception {
        App.Answer answer = ping(Map.of("Authorization", Provider.basic("any", "wrong-us6")));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().getOrDefault("content-type", "")).startsWith("application/problem+json");
        assertThat(answer.json().path("title").asText()).isEqualTo("API Key Invalid");
    }

    @Test
    void rateLimitNamesNoWait() throws Exception {
        SIMULATORS.mailchimp().misbehave(new Misbehaviour.RateLimit("", 1, "30"));

        App.Answer answer = ping(Map.of());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).doesNotContainKey("retry-after");
    }

    private App.Answer ping(Map<String, String> headers) throws Exception {
        return app.get(BASE + "/3.0/ping", headers);
    }

    private JsonNode connect() throws Exception {
        return Provider.MAILCHIMP.connect(SIMULATORS, app, "john@acme.example");
    }
}
