package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuickBooksTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String BASE = SIMULATORS.baseUrl("quickbooks").toString();

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
    void companyComesInTheRedirectOnly() throws Exception {
        URI back = new Person().allow(Provider.QUICKBOOKS.authorization(SIMULATORS), "Acme Books");

        assertThat(App.query(back)).containsEntry("realmId", "9130347596842384");
        assertThat(connect().has("realmId")).isFalse();
    }

    @Test
    void secretInTheBodyIsNotTaken() throws Exception {
        Map<String, String> form = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                Provider.QUICKBOOKS.code(SIMULATORS, "Acme Books"),
                "redirect_uri",
                App.REDIRECT);

        App.Answer answer = app.postForm(BASE + "/oauth2/v1/tokens/bearer", Map.of(), form);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void refreshTokenStaysTheSameForADay() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofHours(23));

        assertThat(refresh(refresh).json().path("refresh_token").asText()).isEqualTo(refresh);
    }

    @Test
    void refreshTokenChangesDailyAndStaysValidForADay() throws Exception {
        String first = connect().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofHours(24));
        String second = refresh(first).json().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofHours(23));
        String byPredecessor = refresh(first).json().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofHours(1));

        assertThat(second).isNotEqualTo(first);
        assertThat(byPredecessor).isEqualTo(second);
        assertThat(refresh(first).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void refreshTokenDiesAfterAHundredIdleDays() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofDays(100));

        App.Answer answer = refresh(refresh);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().has("error_description")).isFalse();
    }

    @Test
    void everyRefreshTokenDiesAfterFiveYears() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        for (int day = 0; day < 5 * 365; day += 73) {
            SIMULATORS.advance(Duration.ofDays(73));
            refresh = refresh(refresh).json().path("refresh_token").asText(refresh);
        }

        assertThat(refresh(refresh).status()).isEqualTo(400);
    }

    @Test
    void companyIsReadAsJsonOnlyWhenAskedFor() throws Exception {
        Map<String, String> headers = App.bearer(connect().path("access_token").asText());
        String url = BASE + "/v3/company/9130347596842384/companyinfo/9130347596842384";

        App.Answer json = app.get(url, App.with(headers, "Accept", "application/json"));
        App.Answer xml = app.get(url, headers);

        assertThat(json.json().at("/CompanyInfo/CompanyName").asText()).isEqualTo("Acme Books");
        assertThat(xml.text()).startsWith("<IntuitResponse");
    }

    @Test
    void otherCompanyIsForbidden() throws Exception {
        Map<String, String> headers = App.bearer(connect().path("access_token").asText());

        assertThat(app.get(BASE + "/v3/company/1/companyinfo/1", headers).status())
                .isEqualTo(403);
    }

    @Test
    void revocationTakesJsonBehindBasic() throws Exception {
        String refresh = connect().path("refresh_token").asText();
        Map<String, String> client = Map.of(
                "Authorization",
                Provider.basic(
                        SIMULATORS.quickBooks().app().clientId(),
                        SIMULATORS.quickBooks().app().clientSecret()));

        App.Answer answer = app.postJson(BASE + "/v2/oauth2/tokens/revoke", client, "{\"token\":\"" + refresh + "\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(refresh(refresh).status()).isEqualTo(400);
    }

    private JsonNode connect() throws Exception {
        return Provider.QUICKBOOKS.connect(SIMULATORS, app, "Acme Books");
    }

    private App.Answer refresh(String token) throws Exception {
        return Provider.QUICKBOOKS.refresh(SIMULATORS, app, token);
    }
}
