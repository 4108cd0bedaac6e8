package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** No secret lies or goes anywhere in clear. */
@ExtendWith(StackUnderTest.class)
class SecretsTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    SecretsTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void noTokenKeyCodeOrClientSecretIsFoundInTablesQueuesEventsOrLogs() {
        Map<String, String> secrets = new HashMap<>();
        tenant.cloud()
                .simulators()
                .oauthApps()
                .forEach((app, credentials) -> secrets.put(app + " client secret", credentials.clientSecret()));
        secrets.put("Apollo key", ApolloSimulator.KEY);
        connect("gmail", "john@gmail.com", secrets);
        connect("slack", "john@acme.example", secrets);
        owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY));
        tenant.act(owner, Tenant.mail("Secrets"), Map.of("Idempotency-Key", "the-idempotency-key"));
        secrets.put("idempotency key", "the-idempotency-key");
        // Failures are where secrets leak: one of each kind.
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.DropAfterActing("/messages/send", 1));
        tenant.act(owner, Tenant.mail("Secrets, cut off"), Map.of());
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.Answer("/token", 1, 400));
        owner.open(new Person().allow(tenant.authorizationUrl(owner, "gmail"), "john@gmail.com"));
        openedCredentials().forEach(secrets::put);
        awaitTold("action.failed");

        String everything = everything();

        assertThat(secrets).hasSizeGreaterThan(10);
        secrets.forEach((name, secret) -> assertThat(everything.contains(secret))
                .as(name + " is found in clear")
                .isFalse());
    }

    private void connect(String provider, String account, Map<String, String> secrets) {
        URI authorization = tenant.authorizationUrl(owner, provider);
        URI callback = new Person().allow(authorization, account);
        Answer answer = owner.open(callback);
        assertThat(answer.locationQuery("connected")).contains(provider);
        for (String parameter : callback.getRawQuery().split("&", -1)) {
            if (parameter.startsWith("code=") || parameter.startsWith("state=")) {
                secrets.put(
                        provider + " " + parameter.substring(0, 5), parameter.substring(parameter.indexOf('=') + 1));
            }
        }
        owner.cookies().forEach((name, value) -> secrets.put(provider + " cookie", value));
    }

    /** What the vault gives whoever may open it: proof that the search below looks for the real thing. */
    private Map<String, String> openedCredentials() {
        WorkspaceId workspace = new WorkspaceId(tenant.workspace());
        Map<String, String> opened = new HashMap<>();
        try (var clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb();
                KmsClient kms = clients.kms()) {
            String key = kms.listKeys().keys().getFirst().keyId();
            TokenVault vault = new TokenVault(
                    new WorkspaceKeys(dynamoDb, kms, table("WorkspaceKeysTable"), key, Clock.systemUTC()),
                    new SecureRandom());
            for (Connection connection :
                    new ConnectionStore(dynamoDb, table("ConnectionsTable"), Clock.systemUTC()).list(workspace)) {
                Credential credential = Credential.of(vault.open(
                        Connection.credentialPlace(workspace, connection.id()),
                        connection.credential().orElseThrow()));
                opened.put(connection.provider() + " token", credential.secret().reveal());
                if (credential instanceof Credential.OAuthTokens tokens) {
                    tokens.refreshToken()
                            .map(Secret::reveal)
                            .ifPresent(refresh -> opened.put(connection.provider() + " refresh token", refresh));
                }
            }
        }
        return opened;
    }

    private String everything() {
        try (var clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb();
                SqsClient sqs = clients.sqs()) {
            Stream<String> items = tenant.cloud().stack().tables().stream()
                    .flatMap(table -> dynamoDb.scanPaginator(scan -> scan.tableName(table.name())).items().stream())
                    .map(SecretsTest::text);
            Stream<String> messages = tenant.cloud().stack().queues().stream()
                    .map(queue ->
                            sqs.getQueueUrl(get -> get.queueName(queue.name())).queueUrl())
                    .flatMap(
                            url -> sqs
                                    .receiveMessage(
                                            receive -> receive.queueUrl(url).maxNumberOfMessages(10))
                                    .messages()
                                    .stream())
                    .map(message -> message.body());
            Stream<String> events = tenant.cloud().publishedEvents().stream()
                    .map(published -> published.event().toString());
            Stream<String> logs = tenant.cloud().functionLog().lines().stream().map(line -> line.text());
            List<String> all = Stream.of(items, messages, events, logs)
                    .flatMap(each -> each)
                    .toList();
            assertThat(all).hasSizeGreaterThan(20);
            return String.join("\n", all);
        }
    }

    /** Binary attributes as the bytes they are: the SDK's own text form would hide what lies in them. */
    private static String text(Map<String, AttributeValue> item) {
        StringBuilder text = new StringBuilder(item.toString());
        item.values().stream()
                .filter(value -> value.b() != null)
                .forEach(value -> text.append(new String(value.b().asByteArray(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    private void awaitTold(String type) {
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
