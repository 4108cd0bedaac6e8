package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.tests.connect.SimulatedConnects.Connected;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that an operator can enable for an OAuth app change its tokens, but nothing in the catalogue's files. */
class AppSwitchesTest {
    private static final SimulatedConnects CONNECTS = new SimulatedConnects(SimulatorSettings.onPort(0)
            .with(
                    AppSwitch.SLACK_TOKEN_ROTATION,
                    AppSwitch.LINKEDIN_REFRESH_TOKENS,
                    AppSwitch.SALESFORCE_TOKEN_ROTATION,
                    AppSwitch.GITHUB_APP));

    @AfterAll
    static void stop() {
        CONNECTS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "slack, john@acme.example, PT12H",
        "slack-user, john@acme.example, PT12H",
        "github, john-acme, PT8H",
        "salesforce, john@acme.example, PT2H"
    })
    void singleUseRefreshTokenIsReplacedAndGoodOnce(String provider, String login, Duration life) throws Exception {
        Connected connected = CONNECTS.connect(provider, login);

        TokenSet refreshed = CONNECTS.refresh(connected);

        assertThat(refreshed.refreshToken())
                .isPresent()
                .isNotEqualTo(connected.tokens().refreshToken());
        assertThat(refreshed.expiresAt().orElseThrow())
                .isBetween(
                        Instant.now().plus(life).minusSeconds(60), Instant.now().plus(life));
        assertThat(catchThrowableOfType(OAuthException.class, () -> CONNECTS.refresh(connected))
                        .kind())
                .isEqualTo(OAuthException.Kind.GRANT);
    }

    @Test
    void linkedInPartnerGrantExpiresAYearAfterConsent() throws Exception {
        Connected connected = CONNECTS.connect("linkedin", "john@acme.example");

        Instant end = CONNECTS.refresh(connected).grantExpiresAt().orElseThrow();

        assertThat(end)
                .isBetween(
                        connected.tokens().grantExpiresAt().orElseThrow().minusSeconds(60),
                        Instant.now().plus(Duration.ofDays(365)));
    }

    @Test
    void gitHubAppsGrantEndsInHalfAYear() throws Exception {
        assertThat(CONNECTS.connect("github", "jane-acme").tokens().grantExpiresAt())
                .get()
                .matches(end -> end.isAfter(Instant.now().plus(Duration.ofDays(180))));
    }
}
