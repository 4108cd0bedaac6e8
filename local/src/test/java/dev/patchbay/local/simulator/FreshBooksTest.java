package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshBooksTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("freshbooks").toString();

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
    void refreshTokenWorksOnce() throws Exception {
        String first = connect().path("refresh_token").asText();

        String second = Provider.FRESHBOOKS
                .refresh(SIMULATORS, app, first)
                .json()
                .path("refresh_token")
                .asText();

        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(Provider.FRESHBOOKS
                        .refresh(SIMULATORS, app, first)
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("invalid_grant");
    }

    @Test
    void refreshAsksForTheRedirectToo() throws Exception {
        String refresh = connect().path("refresh_token").asText();

        App.Answer answer = Provider.FRESHBOOKS.token(
                SIMULATORS, app, Map.of("grant_type", "refresh_token", "refresh_token", refresh));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void personMayHaveSeveralBusinesses() throws Exception {
        JsonNode me = app.get(
                        BASE + "/auth/api/v1/users/me",
                        App.bearer(connect().path("access_token").asText()))
                .json();

        assertThat(me.at("/response/email").asText()).isEqualTo("john@acme.example");
        assertThat(me.at("/response/business_memberships").findValuesAsText("account_id"))
                .containsExactly("ACM123", "ACC456");
    }

    @Test
    void deadTokenIsUnauthenticated() throws Exception {
        App.Answer answer = app.get(BASE + "/auth/api/v1/users/me", App.bearer("unknown"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("unauthenticated");
    }

    private JsonNode connect() throws Exception {
        return Provider.FRESHBOOKS.connect(SIMULATORS, app, "john@acme.example");
    }
}
