package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkedInTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("linkedin").toString();

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
    void tokenLivesForSixtyDaysAndIsNotRefreshed() throws Exception {
        JsonNode tokens = connect(SIMULATORS);

        assertThat(tokens.path("expires_in").asLong())
                .isEqualTo(Duration.ofDays(60).toSeconds());
        assertThat(tokens.has("refresh_token")).isFalse();
    }

    @Test
    void scopesAreAnsweredWithCommas() throws Exception {
        assertThat(connect(SIMULATORS).path("scope").asText())
                .contains("openid")
                .contains(",")
                .doesNotContain(" ");
    }

    @Test
    void tokenDiesAfterSixtyDays() throws Exception {
        String access = connect(SIMULATORS).path("access_token").asText();
        SIMULATORS.advance(Duration.ofDays(60));

        App.Answer answer = app.get(BASE + "/v2/userinfo", App.bearer(access));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("serviceErrorCode").asInt()).isPositive();
    }

    @Test
    void refreshDoesNotProlongThePartnersYear() throws Exception {
        try (Simulators partner =
                Simulators.start(SimulatorSettings.onPort(0).with(AppSwitch.LINKEDIN_REFRESH_TOKENS))) {
            String refresh = connect(partner).path("refresh_token").asText();
            partner.advance(Duration.ofDays(364));
            JsonNode again = Provider.LINKEDIN.refresh(partner, app, refresh).json();
            partner.advance(Duration.ofDays(1));

            assertThat(again.path("refresh_token").asText()).isEqualTo(refresh);
            assertThat(again.path("refresh_token_expires_in").asLong()).isBetween(86_390L, 86_400L);
            assertThat(Provider.LINKEDIN.refresh(partner, app, refresh).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void denialHasItsOwnName() {
        URI back = new Person().deny(Provider.LINKEDIN.authorization(SIMULATORS));

        assertThat(App.query(back)).containsEntry("error", "user_cancelled_authorize");
    }

    @Test
    void invitationsAreForPartnersOnly() throws Exception {
        String access = connect(SIMULATORS).path("access_token").asText();

        assertThat(app.postJson(BASE + "/v2/invitations", App.bearer(access), "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void identityFollowsTheScopes() throws Exception {
        SIMULATORS.linkedIn().misbehave(new Misbehaviour.GrantOnly(Set.of("openid")));
        String access = connect(SIMULATORS).path("access_token").asText();

        JsonNode info = app.get(BASE + "/v2/userinfo", App.bearer(access)).json();

        assertThat(info.has("sub")).isTrue();
        assertThat(info.has("email")).isFalse();
    }

    private JsonNode connect(Simulators simulators) throws Exception {
        return Provider.LINKEDIN.connect(simulators, app, "john@acme.example");
    }
}
