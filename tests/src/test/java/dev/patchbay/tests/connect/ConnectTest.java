package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import dev.patchbay.tests.fixture.Together;
import java.net.URI;
import java.util.List;
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
    void authorizeExplainsEachScopeAndSetsNoCookie() {
        Answer answer = browser.get("/api/auth/oauth/gmail/authorize?returnTo=/settings/integrations");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("scopes"))
                .allSatisfy(scope -> assertThat(scope.path("message").asText()).endsWith("."));
        // A page on another site cannot keep one: a connect must not need it.
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void anAllowedConsentConnectsTheAccountThatWasChosen() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer shown = browser.get("/api/connections/" + id);
        assertThat(shown.text("/message")).isEqualTo("Connected as john@gmail.com");
        assertThat(shown.text("/status")).isEqualTo("connected");
        assertThat(shown.json().path("missingScopes")).isEmpty();
    }

    @Test
    void callbackReturnsAHandleAndConnectsNothing() {
        Answer answer = browser.open(allowed("gmail", "john@gmail.com"));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location().getPath()).isEqualTo("/settings/integrations");
        assertThat(answer.location().getRawQuery()).isNull();
        assertThat(answer.locationFragment("patchbay_provider")).contains("gmail");
        assertThat(answer.locationFragment("patchbay_handle").orElse("")).matches("[A-Za-z0-9_-]{43}");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void theCompletionAnswersWithTheConnectionAsItIsShown() {
        Answer completed = browser.connect(allowed("gmail", "john@gmail.com"));

        assertThat(completed.status()).isEqualTo(200);
        assertThat(completed.json())
                .isEqualTo(
                        browser.get("/api/connections/" + completed.text("/id")).json());
    }

    @Test
    void aRepeatedCompletionAnswersWithTheSameConnection() {
        String handle = handle(browser, allowed("gmail", "john@gmail.com"));
        Answer first = browser.complete(handle);

        Answer again = browser.complete(handle);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void twoCompletionsAtOnceMakeOneConnection() throws Exception {
        String handle = handle(browser, allowed("gmail", "john@gmail.com"));

        List<Answer> answers = Together.call(2, () -> browser.complete(handle));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void aHandleThatWasNeverIssuedIsUnknown() {
        Answer answer = browser.complete("x".repeat(43));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/code")).isEqualTo("unknown_handle");
    }

    @Test
    void aHandleOlderThanTenMinutesIsRefused() {
        String handle = handle(browser, allowed("gmail", "john@gmail.com"));
        age("PendingGrantsTable", "handle");

        Answer answer = browser.complete(handle);

        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.text("/code")).isEqualTo("handle_expired");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aReconnectOfAConnectionThatWasRemovedMeanwhileIsRefused() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");
        String handle = handle(browser, new Person().allow(reconnect(id), "john@gmail.com"));
        browser.delete("/api/connections/" + id);

        Answer answer = browser.complete(handle);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("connection_removed");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aSlackWorkspaceIsConnectedByItsName() {
        String id = tenant.connect(browser, "slack", "john@acme.example");

        assertThat(browser.get("/api/connections/" + id).text("/message")).isEqualTo("Connected as Acme");
    }

    @Test
    void aDeniedConsentConnectsNothing() {
        URI callback = new Person().deny(tenant.authorizationUrl(browser, "gmail"));

        Answer answer = browser.open(callback);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.location().getPath()).isEqualTo("/settings/integrations");
        assertThat(answer.location().getRawQuery()).isNull();
        assertThat(answer.locationFragment("patchbay_provider")).contains("gmail");
        assertThat(answer.locationFragment("patchbay_error")).contains("access_denied");
        assertThat(answer.locationFragment("patchbay_message"))
                .contains("Authorization canceled. Integration not connected.");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aStateIsGoodOnce() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        browser.open(callback);

        assertInvalidState(browser.open(callback));
    }

    @Test
    void aChangedStateIsRefused() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");

        assertInvalidState(browser.open(URI.create(callback.toString().replace("state=", "state=x"))));
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void storedStateOlderThanTenMinutesIsRefused() {
        URI callback = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        age("OAuthStatesTable", "state");

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
    void missingScopesRefuseTheConnectAndAreNamed() {
        URI callback = new Person()
                .allow(
                        tenant.authorizationUrl(browser, "gmail"),
                        "john@gmail.com",
                        Set.of("https://www.googleapis.com/auth/userinfo.email"));

        Answer answer = browser.open(callback);

        assertFailed(answer, "missing_scopes");
        assertThat(answer.locationFragment("patchbay_message").orElse("")).contains("Send email as you.");
    }

    @Test
    void reconnectingTheSameAccountKeepsTheConnection() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer again = browser.connect(new Person().allow(reconnect(id), "john@gmail.com"));

        assertThat(again.text("/id")).isEqualTo(id);
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void reconnectingWithAnotherAccountIsRefusedWithBothNames() {
        String id = tenant.connect(browser, "gmail", "john@gmail.com");

        Answer answer = browser.open(new Person().allow(reconnect(id), "jane@gmail.com"));

        assertThat(answer.locationFragment("patchbay_error")).contains("account_mismatch");
        assertThat(answer.locationFragment("patchbay_message").orElse("")).contains("john@gmail.com", "jane@gmail.com");
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void twoTabsOfOneBrowserMayConnectAtTheSameTime() {
        URI gmail = new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com");
        URI slack = new Person().allow(tenant.authorizationUrl(browser, "slack"), "john@acme.example");

        String first = handle(browser, gmail);
        String second = handle(browser, slack);

        assertThat(browser.complete(second).text("/provider")).isEqualTo("slack");
        assertThat(browser.complete(first).text("/provider")).isEqualTo("gmail");
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
        return URI.create(browser.get("/api/auth/oauth/gmail/authorize?connectionId=" + id)
                .text("/authorizationUrl"));
    }

    private URI allowed(String provider, String account) {
        return new Person().allow(tenant.authorizationUrl(browser, provider), account);
    }

    private static String handle(PatchbayClient browser, URI callback) {
        return browser.open(callback).locationFragment("patchbay_handle").orElseThrow();
    }

    /** A page for people, which no other page can frame and which runs nothing. */
    private static void assertInvalidState(Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .contains("<title>Invalid OAuth state</title>", "connect again", "<a href=\"http")
                .doesNotContain("<script");
    }

    private void assertFailed(Answer answer, String error) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(302);
        assertThat(answer.locationFragment("patchbay_error")).contains(error);
        assertThat(answer.locationFragment("patchbay_message").orElse("")).endsWith(".");
        assertThat(tenant.connections()).isEmpty();
    }

    /** Lets every item of a table have ended a moment ago. */
    private void age(String logicalId, String key) {
        String table = tenant.cloud().stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .name();
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.scan(scan -> scan.tableName(table))
                    .items()
                    .forEach(item -> dynamoDb.updateItem(update -> update.tableName(table)
                            .key(Map.of(key, item.get(key)))
                            .updateExpression("SET #until = :past")
                            .expressionAttributeNames(Map.of("#until", "until"))
                            .expressionAttributeValues(Map.of(
                                    ":past", AttributeValue.fromN(Long.toString(System.currentTimeMillis() - 1))))));
        }
    }
}
