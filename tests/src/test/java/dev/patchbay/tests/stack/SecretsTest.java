package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.aws.Item;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.LeakSearch;
import dev.patchbay.tests.fixture.LeakSearch.Trace;
import dev.patchbay.tests.fixture.LeakSearchTest;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** No secret is stored or sent in clear. {@link LeakSearchTest} proves that the search would find one. */
@ExtendWith(StackUnderTest.class)
class SecretsTest {
    private final Tenant tenant;
    private final PatchbayClient owner;
    private final Simulators providers;
    private final LeakSearch search;
    private final Map<String, String> secrets = new HashMap<>();

    SecretsTest(Tenant tenant) {
        this.tenant = tenant;
        String bearer = tenant.cloud().token(tenant.workspace(), "owner@acme", "owner");
        this.owner = PatchbayClient.of(tenant.cloud().gatewayUri(), bearer);
        this.providers = tenant.cloud().simulators();
        this.search = new LeakSearch(tenant.cloud());
        secrets.put("owner's bearer token", bearer);
    }

    @AfterEach
    void end() {
        search.close();
    }

    @Test
    void noSecretOfAnyKindIsFoundInTablesMessagesEventsOrLogs() {
        providers
                .oauthApps()
                .forEach((app, credentials) -> secrets.put(app + " client secret", credentials.clientSecret()));
        String gmail = connect("gmail", "john@gmail.com");
        connect("slack", "john@acme.example");
        connectByKeys();
        act();
        failInTheMiddleOfActions();
        failInTheMiddleOfConnects();
        disconnect(gmail);
        awaitEvent("connection.disconnected");
        rememberWhatTheVaultHolds();
        rememberWhatProvidersGave();

        List<Trace> traces = search.traces();
        traces.add(new Trace(
                "the export",
                owner.send("POST", "/api/privacy/export", "").json().toString()));

        assertSearchIsWide(traces);
        assertThat(secrets)
                .hasSizeGreaterThan(40)
                .allSatisfy((name, secret) -> assertThat(secret).as(name).hasSizeGreaterThan(8));
        Map<String, Set<String>> places = LeakSearch.placesOf(secrets.values(), traces);
        assertThat(secrets)
                .allSatisfy((name, secret) -> assertThat(places.get(secret))
                        .as("where the " + name + " is found in clear")
                        .isNull());
    }

    private String connect(String provider, String account) {
        String handle = handle(provider, account);
        Answer answer = owner.complete(handle);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.text("/id");
    }

    /** Returns the handle of a connect that is not completed yet: it is a secret, since it gives access. */
    private String handle(String provider, String account) {
        String handle = owner.open(consent(provider, account))
                .locationFragment("patchbay_handle")
                .orElseThrow();
        secrets.put("handle " + secrets.size(), handle);
        return handle;
    }

    /** Returns the redirect after a consent; remembers all secrets in it. */
    private URI consent(String provider, String account) {
        URI callback = new Person().allow(tenant.authorizationUrl(owner, provider), account);
        Map<String, String> query = Arrays.stream(callback.getRawQuery().split("&", -1))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')),
                        pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8)));
        int connect = secrets.size();
        secrets.put("code " + connect, query.get("code"));
        secrets.put("state " + connect, query.get("state"));
        rememberVerifiers();
        return callback;
    }

    private void connectByKeys() {
        Map<String, String> right = Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY);
        Map<String, String> wrong = Map.of("provider", "apollo", "apiKey", "a-key-that-is-wrong");
        secrets.put("API key", right.get("apiKey"));
        secrets.put("wrong API key", wrong.get("apiKey"));
        assertThat(owner.post("/api/connections", right).status()).isEqualTo(201);
        assertThat(owner.post("/api/connections", wrong).status()).isNotEqualTo(201);
    }

    private void act() {
        Map<String, String> key = Map.of("Idempotency-Key", "the-idempotency-key");
        secrets.put("idempotency key", key.get("Idempotency-Key"));
        assertSucceeds(Tenant.mail("Secrets"), key);
        assertSucceeds(
                Map.of(
                        "provider",
                        "slack",
                        "action",
                        "slack.post-message",
                        "input",
                        Map.of("channel", "#general", "text", "Hello")),
                Map.of());
        assertSucceeds(Tenant.enrichment(), Map.of());
    }

    private void assertSucceeds(Map<String, Object> action, Map<String, String> headers) {
        assertThat(tenant.act(owner, action, headers).text("/status")).isEqualTo("succeeded");
    }

    /** Failures are where secrets leak. */
    private void failInTheMiddleOfActions() {
        providers.google().misbehave(new Misbehaviour.DropAfterActing("/messages/send", 1));
        tenant.act(owner, Tenant.mail("Secrets, cut off"), Map.of());
        providers.google().misbehave(new Misbehaviour.ExpireAccessTokens(""));
        assertSucceeds(Tenant.mail("Secrets, refreshed"), Map.of());
        awaitEvent("connection.refreshed");
        providers.google().misbehave(new Misbehaviour.ExpireAccessTokens(""));
        providers.google().misbehave(new Misbehaviour.Answer("/token", 2, 500));
        tenant.act(owner, Tenant.mail("Secrets, refreshed late"), Map.of());
        providers.google().behave();
    }

    private void failInTheMiddleOfConnects() {
        URI neverOpened = consent("gmail", "john@gmail.com");
        String cutShort = neverOpened.toString().replaceAll("state=[^&]{8}", "state=");
        assertThat(owner.open(URI.create(cutShort)).status()).isEqualTo(400);

        String handle = handle("gmail", "jane@gmail.com");
        assertThat(tenant.other().owner().complete(handle).status()).isEqualTo(403);
        handle("slack", "john@acme.example");

        URI refused = consent("gmail", "john@gmail.com");
        // A provider may quote the request in its answer.
        providers
                .google()
                .misbehave(new Misbehaviour.Answer(
                        "/token",
                        1,
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Bad request: %s\"}"
                                .formatted(refused.getRawQuery()),
                        Map.of()));
        assertThat(owner.open(refused).locationFragment("patchbay_error")).contains("exchange_failed");

        providers.google().misbehave(new Misbehaviour.Answer("/userinfo", 1, 500));
        assertThat(owner.open(consent("gmail", "john@gmail.com")).locationFragment("patchbay_error"))
                .contains("identity_failed");

        providers.google().misbehave(new Misbehaviour.DropAfterActing("/token", 1));
        assertThat(owner.open(consent("gmail", "john@gmail.com")).locationFragment("patchbay_error"))
                .contains("provider_unavailable");
    }

    private void disconnect(String connection) {
        providers.google().misbehave(new Misbehaviour.Answer("/revoke", 9, 500));
        assertThat(owner.delete("/api/connections/" + connection).status()).isEqualTo(200);
        providers.google().behave();
    }

    /** Every code and token of this and of earlier tests, those included that were never stored. */
    private void rememberWhatProvidersGave() {
        providers.providers().stream()
                .filter(OAuthProviderSimulator.class::isInstance)
                .map(OAuthProviderSimulator.class::cast)
                .forEach(provider -> provider.given()
                        .forEach(given -> secrets.put(provider.name() + "'s " + secrets.size(), given)));
    }

    /** The verifiers of connects that are under way, opened as the callback opens them. */
    private void rememberVerifiers() {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb();
                KmsClient kms = clients.kms()) {
            TokenVault vault = vault(dynamoDb, kms);
            WorkspaceId workspace = new WorkspaceId(tenant.workspace());
            dynamoDb.scan(scan -> scan.tableName(table("OAuthStatesTable"))).items().stream()
                    .map(Item::of)
                    .filter(state -> state.text("workspace").equals(workspace.value()))
                    .forEach(state -> state.bytes("codeVerifier")
                            .map(SealedSecret::of)
                            .ifPresent(ciphertext -> {
                                Place place = new Place(workspace, state.text("state"), "code-verifier");
                                secrets.put(
                                        "verifier of " + state.text("state"),
                                        vault.open(place, ciphertext).reveal());
                            }));
        }
    }

    /** Opens the credentials with the key of the vault: proves that the search looks for the real secrets. */
    private void rememberWhatTheVaultHolds() {
        WorkspaceId workspace = new WorkspaceId(tenant.workspace());
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb();
                KmsClient kms = clients.kms()) {
            TokenVault vault = vault(dynamoDb, kms);
            List<Connection> connections =
                    new ConnectionStore(dynamoDb, table("ConnectionsTable"), Clock.systemUTC()).list(workspace);
            assertThat(connections).isNotEmpty();
            for (Connection connection : connections) {
                Credential credential = Credential.of(vault.open(
                        Connection.credentialPlace(workspace, connection.id()),
                        connection.credential().orElseThrow()));
                secrets.put(
                        connection.provider() + " token", credential.secret().reveal());
            }
        }
    }

    private TokenVault vault(DynamoDbClient dynamoDb, KmsClient kms) {
        String key = kms.listKeys().keys().getFirst().keyId();
        return new TokenVault(
                new WorkspaceKeys(dynamoDb, () -> kms, table("WorkspaceKeysTable"), key, Clock.systemUTC()),
                new SecureRandom());
    }

    private void assertSearchIsWide(List<Trace> traces) {
        assertThat(traces.stream().map(Trace::where).collect(Collectors.toSet()))
                .contains(
                        "table ConnectionsTable",
                        "table OAuthStatesTable",
                        "table PendingGrantsTable",
                        "table WorkspaceKeysTable",
                        "table ActionsTable",
                        "sqs:SendMessage",
                        "dynamodb:PutItem",
                        "dynamodb:DeleteItem",
                        "events:PutEvents",
                        "event",
                        "dynamodb:TransactWriteItems",
                        "log of OAuthCallbackFunction",
                        "log of OAuthCompleteFunction",
                        "log of ActionGmailFunction");
    }

    private void awaitEvent(String type) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> tenant.cloud().publishedEvents().stream()
                        .map(published -> published.event())
                        .anyMatch(event -> event.path("detail-type").asText().equals(type)
                                && event.path("detail")
                                        .path("workspace")
                                        .asText()
                                        .equals(tenant.workspace())));
    }

    private String table(String logicalId) {
        return tenant.cloud().stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .name();
    }
}
