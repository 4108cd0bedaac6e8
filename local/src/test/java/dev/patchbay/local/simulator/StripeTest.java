package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StripeTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("stripe").toString();

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
    void tokenNamesItsAccountAndNeverExpires() throws Exception {
        JsonNode tokens = connect();

        assertThat(tokens.path("stripe_user_id").asText()).startsWith("acct_");
        assertThat(tokens.path("livemode").asBoolean(true)).isFalse();
        assertThat(tokens.has("expires_in")).isFalse();
    }

    @Test
    void platformReachesTheAccountByItsHeader() throws Exception {
        String account = connect().path("stripe_user_id").asText();

        JsonNode found = account(account).json();

        assertThat(found.path("id").asText()).isEqualTo(account);
        assertThat(found.at("/business_profile/name").asText()).isEqualTo("Acme Shop");
    }

    @Test
    void accountThatIsNotConnectedIsOutOfReach() throws Exception {
        App.Answer answer = account("acct_1LocalAcme0000001");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("account_invalid");
    }

    @Test
    void deauthorizedAccountIsOutOfReach() throws Exception {
        String account = connect().path("stripe_user_id").asText();

        App.Answer answer = deauthorize(account);

        assertThat(answer.json().path("stripe_user_id").asText()).isEqualTo(account);
        assertThat(account(account).status()).isEqualTo(403);
        assertThat(deauthorize(account).status()).isEqualTo(401);
    }

    @Test
    void wrongKeyIsRefused() throws Exception {
        assertThat(app.get(BASE + "/v1/account", App.bearer("wrong")).status()).isEqualTo(401);
    }

    @Test
    void codeLivesForFiveMinutes() throws Exception {
        String code = Provider.STRIPE.code(SIMULATORS, "acme@shop.example");
        SIMULATORS.advance(Duration.ofMinutes(5));

        assertThat(Provider.STRIPE
                        .exchange(SIMULATORS, app, code)
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("invalid_grant");
    }

    private App.Answer account(String id) throws Exception {
        return app.get(BASE + "/v1/account", App.with(key(), "Stripe-Account", id));
    }

    private App.Answer deauthorize(String id) throws Exception {
        return app.postForm(
                BASE + "/oauth/deauthorize",
                key(),
                Map.of("client_id", SIMULATORS.stripe().app().clientId(), "stripe_user_id", id));
    }

    private static Map<String, String> key() {
        return App.bearer(SIMULATORS.stripe().app().clientSecret());
    }

    private JsonNode connect() throws Exception {
        return Provider.STRIPE.connect(SIMULATORS, app, "acme@shop.example");
    }
}
