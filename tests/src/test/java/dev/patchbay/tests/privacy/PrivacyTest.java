package dev.patchbay.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A workspace takes its data with it, and is erased, through the gateway. */
@ExtendWith(StackUnderTest.class)
class PrivacyTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    PrivacyTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void eraseEmptiesEveryTableAndListsEachAccount() {
        use(tenant);
        connectAtGitHubAndMicrosoft();

        Answer receipt = erase(tenant);

        assertThat(receipt.status()).as(receipt.json().toString()).isEqualTo(200);
        assertThat(receipt.json().path("revoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "github");
        assertThat(receipt.json().path("notRevoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("apollo", "outlook-mail");
        assertThat(receipt.json().path("notRevoked").findValuesAsText("why"))
                .anyMatch(why -> why.contains("myapps.microsoft.com"));
        assertThat(tenant.cloud().simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
        assertThat(tenant.connections()).isEmpty();
        assertThat(held(tenant).keySet())
                .isSubsetOf(
                        "ErasuresTable", "WorkspaceKeysTable", "OAuthStatesTable", "PendingGrantsTable", "LimitsTable");
    }

    @Test
    void erasePublishesADisconnectForEachConnection() {
        use(tenant);

        erase(tenant);

        await().untilAsserted(() -> assertThat(tenant.cloud().publishedEvents().stream()
                        .map(published -> published.event().toString())
                        .filter(event -> event.contains(tenant.workspace()))
                        .filter(event -> event.contains("connection.disconnected"))
                        .flatMap(event -> Stream.of("gmail", "apollo").filter(event::contains)))
                .containsExactlyInAnyOrder("gmail", "apollo"));
    }

    @Test
    void anotherWorkspaceIsUntouchedItemByItemAndGoesOn() {
        Tenant other = tenant.other();
        use(tenant);
        use(other);
        Map<String, List<Map<String, AttributeValue>>> before = held(other);

        erase(tenant);

        assertThat(held(other)).isEqualTo(before);
    }

    @Test
    void anErasedWorkspaceCanConnectAndActAgainAtOnce() {
        use(tenant);
        erase(tenant);

        tenant.connect(owner, "gmail", "john@gmail.com");

        assertThat(tenant.act(owner, Tenant.mail("after the erase"), Map.of()).text("/status"))
                .isEqualTo("succeeded");
    }

    /** With an account of its own: Google revokes late, and with it all that the person granted, also in another test's workspace. */
    @Test
    void aProviderThatHangsDoesNotHoldTheEraseUp() {
        tenant.connect(owner, "gmail", "jane@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.Delay("/revoke", 1, 12_000));

        Answer receipt = erase(tenant);

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.json().path("notRevoked").findValuesAsText("why"))
                .anyMatch(why -> why.contains("Gmail did not confirm the revocation"));
        assertThat(held(tenant)).doesNotContainKey("ConnectionsTable");
    }

    @Test
    void theExportHasWhatTheWorkspaceHasAndNoSecret() {
        use(tenant);

        Answer export = tenant.member("admin").send("POST", "/api/privacy/export", "");

        assertThat(export.status()).isEqualTo(200);
        JsonNode document = export.json();
        assertThat(document.path("connections").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "apollo");
        assertThat(document.path("actions").findValuesAsText("state")).containsExactly("SUCCEEDED");
        assertThat(document.path("agents").findValuesAsText("name")).containsExactly("Outreach");
        assertThat(document.path("members").findValuesAsText("chosenEmail")).containsExactly(address(tenant));
        assertThat(document.toString()).doesNotContain(ApolloSimulator.KEY).doesNotContain("credential");
    }

    /** Connects, acts, registers an agent and sets preferences. */
    private static void use(Tenant tenant) {
        PatchbayClient owner = tenant.owner();
        tenant.connect(owner, "gmail", "john@gmail.com");
        assertThat(owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY))
                        .status())
                .isEqualTo(201);
        tenant.register(owner, "outreach", "gmail");
        Answer sent = tenant.act(owner, Tenant.mailBy("outreach", "of " + tenant.workspace()), Map.of());
        assertThat(sent.text("/status")).as(sent.json().toString()).isEqualTo("succeeded");
        assertThat(owner.put(
                                "/api/notifications/preferences",
                                Map.of("email", address(tenant), "emailOn", Map.of("expiring", false)))
                        .status())
                .isEqualTo(200);
    }

    /** Of its own in each workspace, since an address gets few mails that ask for its confirmation. */
    private static String address(Tenant tenant) {
        return "ann@" + tenant.workspace() + ".example";
    }

    private void connectAtGitHubAndMicrosoft() {
        String github =
                tenant.cloud().simulators().gitHub().accounts().getFirst().login();
        tenant.connect(owner, "github", github);
        tenant.connect(owner, "outlook-mail", "john@contoso.example");
    }

    private static Answer erase(Tenant tenant) {
        return tenant.owner().send("POST", "/api/privacy/erase", "{\"workspace\":\"" + tenant.workspace() + "\"}");
    }

    /** Returns all items of the stack's tables that name a workspace anywhere. Waits until workers stop writing. */
    private static Map<String, List<Map<String, AttributeValue>>> held(Tenant tenant) {
        return await().pollInterval(Duration.ofMillis(200))
                .until(() -> scanned(tenant), seen -> seen.equals(scanned(tenant)));
    }

    private static Map<String, List<Map<String, AttributeValue>>> scanned(Tenant tenant) {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            return tenant.cloud().stack().tables().stream()
                    .collect(Collectors.toMap(
                            TableResource::logicalId,
                            table ->
                                    dynamoDb
                                            .scanPaginator(scan ->
                                                    scan.tableName(table.name()).consistentRead(true))
                                            .items()
                                            .stream()
                                            .filter(item -> item.toString().contains(tenant.workspace()))
                                            .toList()))
                    .entrySet()
                    .stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
