package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(StackUnderTest.class)
class ConnectTest {
    private final Tenant tenant;
    private final PatchbayClient browser;

    ConnectTest(Tenant tenant) {
        this.tenant = tenant;
        this.browser = tenant.owner();
    }

    @Test
    void authorizeExplainsEachScopeAndSetsAHostOnlyCookie() {
        Answer answer = browser.get("/api/auth/oauth/gmail/authorize?returnTo=/settings/integrations");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("scopes"))
                .allSatisfy(scope -> assertThat(scope.path("says").asText()).endsWith("."));
        assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
                .startsWith("__Host-patchbay-oauth=")
                .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600");
    }

    @Test
    void anAllowedConsentConnectsTheAccountThatWasChosen() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer shown = browser.get("/api/connections/" + id);
        assertThat(shown.text("/says")).isEqualTo("Connected as john@gmail.com");
        assertThat(shown.text("/status")).isEqualTo("connected");
        assertThat(shown.json().path("missingScopes")).isEmpty();
    }

    @Test
    void aSlackWorkspaceIsConnectedByItsName() {
        String id = tenant.connect(browser, "slack", "john@acme.example");

        assertThat(browser.get("/api/connections/" + id).text("/says")).isEqualTo("Connected as Acme");
    }

    @Test
    void aDeniedConsentConnectsNothing() {
        URI callback = new Person().deny(tenant.authorizationUrl(browser, "gmail"));

        Answer answer = browser.open(callback);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location().getPath()).isEqualTo("/settings/integrations");
        assertThat(answer.locationQuery("error")).contains("access_denied");
        assertThat(answer.locationQuery("message")).contains("Authorization canceled. Integration not connected.");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aStateIsGoodOnce() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        browser.open(callback);

        assertInvalidState(browser.open(callback));
    }

    @Test
    void aStateFromAnotherBrowserIsRefusedAndBurnt() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        PatchbayClient victim = PatchbayClient.anonymous(tenant.cloud().gatewayUri());
        victim.cookies().put("__Host-patchbay-oauth", "x".repeat(43));

        assertInvalidState(victim.open(callback));
        assertInvalidState(browser.open(callback));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aCallbackWithoutTheCookieIsRefused() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        browser.cookies().clear();

        assertInvalidState(browser.open(callback));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aChangedStateIsRefused() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");

        assertInvalidState(browser.open(URI.create(callback.toString().replace("state=", "state=x"))));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aStateOlderThanTenMinutesIsRefusedThoughTheTableStillHoldsIt() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        ageAllStates();

        assertInvalidState(browser.open(callback));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aStateOfAnotherProviderIsRefused() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");

        assertInvalidState(browser.open(URI.create(callback.toString().replace("/gmail/", "/slack/"))));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aCallbackWithoutACodeConnectsNothing() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");

        Answer answer = browser.open(URI.create(callback.toString().replaceAll("code=[^&]*", "code=")));

        assertFailed(answer, "missing_code");
    }

    @Test
    void aCodeThatTheProviderRefusesConnectsNothing() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");

        Answer answer = browser.open(URI.create(callback.toString().replaceAll("code=[^&]*", "code=wrong")));

        assertFailed(answer, "exchange_failed");
    }

    @Test
    void aProviderThatFailsDuringTheExchangeConnectsNothing() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.Answer("/token", 1, 500));

        assertFailed(browser.open(callback), "provider_unavailable");
    }

    @Test
    void aProviderThatDoesNotNameTheAccountConnectsNothing() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.Answer("/userinfo", 1, 500));

        assertFailed(browser.open(callback), "identity_failed");
    }

    @Test
    void fewerScopesThanNeededConnectNothingAndSayWhatIsMissing() {
        URI callback = new Person()
                .allow(
                        tenant.authorizationUrl(browser, "gmail"),
                        "john@gmail.com",
                        Set.of("https://www.googleapis.com/auth/userinfo.email"));

        Answer answer = browser.open(callback);

        assertFailed(answer, "missing_scopes");
        assertThat(answer.locationQuery("message").orElse("")).contains("Send email as you.");
    }

    @Test
    void reconnectingTheSameAccountKeepsTheConnection() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer again = browser.open(new Person().allow(reconnect(id), "john@gmail.com"));

        assertThat(again.locationQuery("connection")).contains(id);
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void reconnectingWithAnotherAccountIsRefusedWithBothNames() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer answer = browser.open(new Person().allow(reconnect(id), "jane@gmail.com"));

        assertThat(answer.locationQuery("error")).contains("account_mismatch");
        assertThat(answer.locationQuery("message").orElse("")).contains("john@gmail.com", "jane@gmail.com");
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void twoTabsOfOneBrowserMayConnectAtTheSameTime() {
        URI gmail = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        URI slack = new Person().allow(tenant.authorizationUrl(browser, "slack"), "john@acme.example");

        assertThat(browser.open(gmail).locationQuery("connected")).contains("gmail");
        assertThat(browser.open(slack).locationQuery("connected")).contains("slack");
    }

    @Test
    void returningElsewhereThanAllowedIsRefused() {
        Answer answer = browser.get("/api/auth/oauth/gmail/authorize?returnTo=https://evil.example");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("returnTo");
    }

    @Test
    void anUnknownProviderIsNotFound() {
        Answer answer = browser.get("/api/auth/oauth/nosuch/authorize");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/code")).isEqualTo("unknown_provider");
    }

    @Test
    void anApiKeyProviderIsNotConnectedByOAuth() {
        Answer answer = browser.get("/api/auth/oauth/apollo/authorize");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("POST /api/connections");
    }

    private URI reconnect(String id) {
        return URI.create(
                browser.get("/api/auth/oauth/gmail/authorize?connection=" + id).text("/authorizationUrl"));
    }

    private static void assertInvalidState(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("invalid_oauth_state");
        assertThat(answer.text("/title")).isEqualTo("Invalid OAuth state");
    }

    private void assertFailed(Answer answer, String error) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(302);
        assertThat(answer.locationQuery("error")).contains(error);
        assertThat(answer.locationQuery("message").orElse("")).endsWith(".");
        assertThat(tenant.connections()).isEmpty();
    }

    /** Lets every state that is under way have ended a moment ago. */
    private void ageAllStates() {
        String table = tenant.cloud().stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals("OAuthStatesTable"))
                .findFirst()
                .orElseThrow()
                .name();
        try (var clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.scan(scan -> scan.tableName(table))
                    .items()
                    .forEach(item -> dynamoDb.updateItem(update -> update.tableName(table)
                            .key(Map.of("state", item.get("state")))
                            .updateExpression("SET #until = :past")
                            .expressionAttributeNames(Map.of("#until", "until"))
                            .expressionAttributeValues(Map.of(
                                    ":past", AttributeValue.fromN(Long.toString(System.currentTimeMillis() - 1))))));
        }
    }
}
