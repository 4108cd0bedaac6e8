package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiKeyProvidersTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("openai").toString();

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
    void openAiKeyIsCheckedByListingModels() throws Exception {
        App.Answer wrong = app.get(BASE + "/v1/models", App.bearer("wrong"));

        assertThat(app.get(BASE + "/v1/models", App.bearer(SIMULATORS.openAi().key()))
                        .status())
                .isEqualTo(200);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void anthropicAsksForItsVersion() throws Exception {
        String models = SIMULATORS.baseUrl("anthropic") + "/v1/models";
        Map<String, String> key = Map.of("x-api-key", SIMULATORS.anthropic().key());

        assertThat(app.get(models, key).status()).isEqualTo(400);
        assertThat(app.get(models, App.with(key, "anthropic-version", "2023-06-01"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anthropicRefusesAWrongKey() throws Exception {
        App.Answer answer = app.get(SIMULATORS.baseUrl("anthropic") + "/v1/models", Map.of("x-api-key", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void elevenLabsReturnsTheCreditsOfAKey() throws Exception {
        String user = SIMULATORS.baseUrl("elevenlabs") + "/v1/user";

        App.Answer right =
                app.get(user, Map.of("xi-api-key", SIMULATORS.elevenLabs().key()));
        App.Answer wrong = app.get(user, Map.of("xi-api-key", "wrong"));

        assertThat(right.json().at("/subscription/character_limit").asInt()).isPositive();
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.json().at("/detail/status").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void mapboxSaysInA200WhetherATokenIsValid() throws Exception {
        String check = SIMULATORS.baseUrl("mapbox") + "/tokens/v2?access_token=";

        assertThat(app.get(check + SIMULATORS.mapbox().key(), Map.of())
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("TokenValid");
        assertThat(app.get(check + "pk.wrong", Map.of()).json().path("code").asText())
                .isEqualTo("TokenInvalid");
    }

    @Test
    void deletedKeyOpensNothing() throws Exception {
        SIMULATORS.openAi().misbehave(new Misbehaviour.RevokeGrant(""));

        assertThat(app.get(BASE + "/v1/models", App.bearer(SIMULATORS.openAi().key()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void keyHasNoConsentToNarrow() {
        assertThatThrownBy(() -> SIMULATORS.mapbox().misbehave(new Misbehaviour.GrantOnly(Set.of())))
                .hasMessage("mapbox has no consent page; its keys open all.");
    }
}
