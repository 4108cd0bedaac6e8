package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitHubTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("github").toString();

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
    void answerIsAFormUnlessJsonIsAskedFor() throws Exception {
        Map<String, String> form = Map.of(
                "client_id", SIMULATORS.gitHub().app().clientId(),
                "client_secret", SIMULATORS.gitHub().app().clientSecret(),
                "code", Provider.GITHUB.code(SIMULATORS, "john-acme"),
                "redirect_uri", App.REDIRECT,
                "code_verifier", App.VERIFIER);

        App.Answer answer = app.postForm(BASE + "/login/oauth/access_token", Map.of(), form);

        assertThat(answer.headers().getOrDefault("content-type", "")).startsWith("application/x-www-form-urlencoded");
        assertThat(App.query(URI.create("http://x/?" + answer.text())).getOrDefault("access_token", ""))
                .startsWith("gho_");
    }

    @Test
    void scopesComeBackWithCommas() throws Exception {
        assertThat(connect(SIMULATORS).path("scope").asText()).isEqualTo("read:user,user:email");
    }

    @Test
    void wrongCodeIsAnErrorInA200() throws Exception {
        App.Answer answer = Provider.GITHUB.exchange(SIMULATORS, app, "wrong");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("error").asText()).isEqualTo("bad_verification_code");
    }

    @Test
    void oauthAppsTokenNeverExpires() throws Exception {
        JsonNode tokens = connect(SIMULATORS);

        assertThat(tokens.has("expires_in")).isFalse();
        assertThat(tokens.has("refresh_token")).isFalse();
    }

    @Test
    void gitHubAppsRefreshEndsTheOldAccessTokenToo() throws Exception {
        try (Simulators expiring = Simulators.start(SimulatorSettings.onPort(0).with(AppSwitch.GITHUB_APP))) {
            JsonNode first = connect(expiring);
            String refresh = first.path("refresh_token").asText();

            JsonNode second = Provider.GITHUB.refresh(expiring, app, refresh).json();

            assertThat(first.path("expires_in").asInt()).isEqualTo(28_800);
            assertThat(user(expiring, first).status()).isEqualTo(401);
            assertThat(user(expiring, second).status()).isEqualTo(200);
            assertThat(Provider.GITHUB
                            .refresh(expiring, app, refresh)
                            .json()
                            .path("error")
                            .asText())
                    .isEqualTo("bad_refresh_token");
        }
    }

    @Test
    void primaryLimitIsAForbiddenWithItsReset() throws Exception {
        SIMULATORS.gitHub().misbehave(new Misbehaviour.RateLimit("/user", 1, ""));

        App.Answer answer = app.get(BASE + "/user", App.bearer("any"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).containsEntry("x-ratelimit-remaining", "0").containsKey("x-ratelimit-reset");
    }

    private App.Answer user(Simulators simulators, JsonNode tokens) throws Exception {
        return app.get(
                simulators.baseUrl("github") + "/user",
                App.bearer(tokens.path("access_token").asText()));
    }

    private JsonNode connect(Simulators simulators) throws Exception {
        return Provider.GITHUB.connect(simulators, app, "john-acme");
    }
}
