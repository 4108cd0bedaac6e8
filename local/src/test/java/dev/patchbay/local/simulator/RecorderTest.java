package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.recording.Recorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecorderTest {
    private final Simulators simulators = Simulators.start(0);
    private final Recorder recorder = Recorder.of(simulators);
    private final App app = new App();

    @AfterEach
    void stop() {
        simulators.close();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void aConnectIsRecordedWithoutItsSecretsAndItsPages(Provider provider) throws Exception {
        JsonNode tokens = provider.connect(simulators, app, firstAccount(provider));
        provider.refresh(simulators, app, tokens.path("refresh_token").asText("none"));
        String token = tokens.path("access_token").asText();
        app.get(simulators.baseUrl(provider.prefix) + "/some/" + token + "?access_token=" + token, App.bearer(token));

        assertThat(lines()).hasSize(3).allSatisfy(line -> {
            assertThat(line.path("vendor").asText()).isEqualTo(provider.prefix);
            assertThat(line.path("url").asText()).startsWith("https://").doesNotContain("127.0.0.1");
            assertThat(line.path("response").path("status").asInt()).isPositive();
        });
        assertThat(simulators.secrets())
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(recorder.lines()).doesNotContain(secret));
        assertThat(recorder.lines()).doesNotContain(App.VERIFIER);
    }

    @Test
    void otherFieldsAreNotMasked() throws Exception {
        Provider.GOOGLE.exchange(simulators, app, "wrong");

        JsonNode line = lines().getFirst();
        assertThat(line.path("url").asText()).isEqualTo("https://oauth2.googleapis.com/token");
        assertThat(line.path("body").asText())
                .contains("grant_type=authorization_code", "client_id=local-google-client", "code=masked");
        assertThat(line.path("headers").path("content-type").asText()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(Json.MAPPER
                        .readTree(line.path("response").path("body").asText())
                        .path("error")
                        .asText())
                .isEqualTo("invalid_grant");
    }

    @Test
    void aCompressedBodyIsRecordedAsItWasMeant() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"raw\":\"SGVsbG8\"}".getBytes(StandardCharsets.UTF_8));
        }

        app.postBytes(
                simulators.baseUrl("google") + "/gmail/v1/users/me/messages/send",
                Map.of("Content-Encoding", "gzip"),
                compressed.toByteArray());

        assertThat(lines().getFirst().path("body").asText()).isEqualTo("{\"raw\":\"SGVsbG8\"}");
        assertThat(lines().getFirst().path("headers").has("content-encoding")).isFalse();
    }

    @Test
    void aRequestWhoseAnswerWasLostHasNone() {
        simulators.apollo().misbehave(new Misbehaviour.DropAfterActing("", 1));

        assertThatThrownBy(() -> app.postJson(
                        simulators.baseUrl("apollo") + "/api/v1/people/match", Map.of("x-api-key", "k"), "{}"))
                .isInstanceOf(IOException.class);

        assertThat(recorder.lines()).contains("\"x-api-key\":\"masked\"").doesNotContain("\"response\"");
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : recorder.lines().lines().toList()) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }

    private String firstAccount(Provider provider) {
        return simulators.provider(provider.prefix) instanceof OAuthProviderSimulator oauth
                ? oauth.accounts().getFirst().login()
                : "";
    }
}
