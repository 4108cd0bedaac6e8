package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.aws.StateFile;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatorMemoryTest {
    private final App app = new App();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Provider.class)
    void grantsSurviveARestart(Provider provider) throws Exception {
        String account;
        String access;
        try (Simulators simulators = start()) {
            account = oauth(simulators, provider).accounts().getFirst().login();
            access = provider.connect(simulators, app, account)
                    .path("access_token")
                    .asText();
            assertThat(live(simulators, provider)).contains(access);
        }

        try (Simulators simulators = start()) {
            assertThat(live(simulators, provider)).contains(access);
            simulators.provider(provider.prefix).misbehave(new Misbehaviour.RevokeGrant(account));
        }

        try (Simulators simulators = start()) {
            assertThat(live(simulators, provider)).doesNotContain(access);
        }
    }

    @Test
    void aGrantIsKeptBeforeItsTokensAreSent() throws Exception {
        try (Simulators simulators = start()) {
            String refresh = Provider.GOOGLE
                    .connect(simulators, app, "john@gmail.com")
                    .path("refresh_token")
                    .asText();

            // A killed process closes nothing.
            assertThat(Files.readString(file())).contains(refresh);
        }
    }

    @Test
    void aRefreshTokenThatWorksOnceIsStillUsedUp() throws Exception {
        UnaryOperator<SimulatorSettings> rotating = settings -> settings.with(AppSwitch.SLACK_TOKEN_ROTATION);
        String used;
        String next;
        try (Simulators simulators = start(rotating)) {
            used = connected(Provider.SLACK, simulators);
            next = refreshToken(Provider.SLACK.refresh(simulators, app, used).json());
        }

        try (Simulators simulators = start(rotating)) {
            assertThat(Provider.SLACK
                            .refresh(simulators, app, used)
                            .json()
                            .path("ok")
                            .asBoolean())
                    .isFalse();
            JsonNode renewed = Provider.SLACK.refresh(simulators, app, next).json();
            assertThat(renewed.path("access_token").asText()).startsWith("xoxe.xoxb-");
        }
    }

    @Test
    void aSecondConsentIsNotTheFirstAfterARestart() throws Exception {
        try (Simulators simulators = start()) {
            connected(Provider.GOOGLE, simulators);
        }

        try (Simulators simulators = start()) {
            URI again = App.authorization(
                    simulators.baseUrl("google") + "/o/oauth2/v2/auth",
                    Map.of(
                            "client_id", Provider.GOOGLE.credentials(simulators).clientId(),
                            "redirect_uri", App.REDIRECT,
                            "response_type", "code",
                            "scope", "openid",
                            "access_type", "offline",
                            "code_challenge", App.challenge(App.VERIFIER),
                            "code_challenge_method", "S256"));
            String code = App.query(new Person().allow(again, "john@gmail.com")).getOrDefault("code", "");

            assertThat(Provider.GOOGLE.exchange(simulators, app, code).json().has("refresh_token"))
                    .isFalse();
        }
    }

    @Test
    void aDeletedKeyStaysDeletedAndTheClockAhead() throws Exception {
        try (Simulators simulators = start()) {
            simulators
                    .openAi()
                    .misbehave(new Misbehaviour.RevokeGrant(simulators.openAi().key()));
            simulators.advance(Duration.ofDays(2));
        }

        try (Simulators simulators = start()) {
            String models = simulators.baseUrl("openai") + "/v1/models";
            assertThat(app.get(models, App.bearer(simulators.openAi().key())).status())
                    .isEqualTo(401);
            assertThat(app.get(models, App.bearer(simulators.openAi().keyOfAnother()))
                            .status())
                    .isEqualTo(200);
            assertThat(simulators.clock().ahead()).isEqualTo(Duration.ofDays(2));
        }
    }

    @Test
    void stripeAccountAndDeletedKeySurviveARestart() throws Exception {
        try (Simulators simulators = start()) {
            connected(Provider.STRIPE, simulators);
            simulators
                    .mailchimp()
                    .misbehave(
                            new Misbehaviour.RevokeGrant(simulators.mailchimp().key()));
        }

        try (Simulators simulators = start()) {
            String account = simulators.stripe().accounts().getFirst().id();
            String secret = simulators.stripe().app().clientSecret();
            assertThat(app.get(simulators.baseUrl("stripe") + "/v1/accounts/" + account, App.bearer(secret))
                            .status())
                    .isEqualTo(200);
            String ping = simulators.baseUrl("mailchimp") + "/3.0/ping";
            assertThat(app.get(ping, App.bearer(simulators.mailchimp().key())).status())
                    .isEqualTo(401);
            assertThat(app.get(ping, App.bearer(simulators.mailchimp().keyOfAnother()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void unreadableInputIsReportedInOneSentence() throws Exception {
        Files.writeString(
                file(), "{\"clockAhead\":\"PT0S\",\"providers\":{\"google\":{\"oauth\":{\"live\":[\"lost\"]}}}}");

        assertThatThrownBy(this::start)
                .hasMessage(file() + " cannot be read; delete it, or choose another data folder.");
    }

    private Path file() {
        return folder.resolve("simulators.json");
    }

    private Simulators start() {
        return start(UnaryOperator.identity());
    }

    private Simulators start(UnaryOperator<SimulatorSettings> switches) {
        return Simulators.start(
                switches.apply(SimulatorSettings.onPort(0)).withMemory(new StateFile(Optional.of(file()))));
    }

    private String connected(Provider provider, Simulators simulators) throws Exception {
        return refreshToken(provider.connect(
                simulators,
                app,
                oauth(simulators, provider).accounts().getFirst().login()));
    }

    private static String refreshToken(JsonNode tokens) {
        return tokens.path("refresh_token").asText();
    }

    private static OAuthProviderSimulator oauth(Simulators simulators, Provider provider) {
        return (OAuthProviderSimulator) simulators.provider(provider.prefix);
    }

    private static Set<String> live(Simulators simulators, Provider provider) {
        return oauth(simulators, provider).liveTokens();
    }
}
