package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryOAuthProviderTest {

    private static final Simulators SIMULATORS = Simulators.start(0);

    private final App app = new App();

    @BeforeEach
    void reset() {
        SIMULATORS.reset();
    }

    @AfterAll
    static void stop() {
        SIMULATORS.close();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void allowedConsentGivesAnAccessToken(Provider provider) throws Exception {
        JsonNode tokens = provider.connect(SIMULATORS, app, firstAccount(provider));

        assertThat(tokens.path("access_token").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void redirectCarriesTheState(Provider provider) {
        URI back = new Person().allow(provider.authorization(SIMULATORS), firstAccount(provider));

        assertThat(App.query(back)).containsEntry("state", "s1").containsKey("code");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void denialCarriesTheStateAndNoCode(Provider provider) {
        URI back = new Person().deny(provider.authorization(SIMULATORS));

        assertThat(App.query(back))
                .containsEntry("state", "s1")
                .containsKey("error")
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void wrongCodeGivesNoToken(Provider provider) throws Exception {
        App.Answer answer = provider.exchange(SIMULATORS, app, "wrong");

        assertThat(answer.json().has("access_token")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void reusedCodeGivesNoToken(Provider provider) throws Exception {
        String code = provider.code(SIMULATORS, firstAccount(provider));
        provider.exchange(SIMULATORS, app, code);

        assertThat(provider.exchange(SIMULATORS, app, code).json().has("access_token"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void oldCodeGivesNoToken(Provider provider) throws Exception {
        String code = provider.code(SIMULATORS, firstAccount(provider));
        SIMULATORS.advance(Duration.ofMinutes(15));

        assertThat(provider.exchange(SIMULATORS, app, code).json().has("access_token"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void unknownClientComesToNoConsentPage(Provider provider) {
        URI foreign = URI.create(provider.authorization(SIMULATORS).toString().replace("local-", "other-"));

        assertThatThrownBy(() -> new Person().deny(foreign)).hasMessageContaining("No app is registered");
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void rateLimitIsTheProvidersOwn(Provider provider) throws Exception {
        simulator(provider).misbehave(new Misbehaviour.RateLimit("", 1, "7"));

        App.Answer answer = provider.exchange(SIMULATORS, app, "any");

        assertThat(answer.status()).isIn(403, 429);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void lesserGrantIsSeenInTheAnswer(Provider provider) throws Exception {
        SIMULATORS.provider(provider.prefix).misbehave(new Misbehaviour.GrantOnly(Set.of()));

        JsonNode tokens = provider.connect(SIMULATORS, app, firstAccount(provider));

        assertThat(tokens.path("scope").asText("")).isIn("", "null");
        assertThat(tokens.path("scopes").size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void thereAreTwoAccountsToChooseFrom(Provider provider) {
        assertThat(simulator(provider).accounts())
                .extracting(Account::id)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(Provider.class)
    void refreshAfterRevocationGivesNoToken(Provider provider) throws Exception {
        JsonNode tokens = provider.connect(SIMULATORS, app, firstAccount(provider));
        simulator(provider).misbehave(new Misbehaviour.RevokeGrant(firstAccount(provider)));

        App.Answer answer =
                provider.refresh(SIMULATORS, app, tokens.path("refresh_token").asText("none"));

        assertThat(answer.json().has("access_token")).isFalse();
    }

    private static OAuthProviderSimulator simulator(Provider provider) {
        return (OAuthProviderSimulator) SIMULATORS.provider(provider.prefix);
    }

    private static String firstAccount(Provider provider) {
        return simulator(provider).accounts().getFirst().login();
    }
}
