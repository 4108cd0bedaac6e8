package dev.patchbay.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.RequestLog.AwsRequest;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** AWS requests are our users' bill: what a warm function makes of them, counted at the endpoint. */
@ExtendWith(StackUnderTest.class)
class RequestBudgetTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    RequestBudgetTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void authorizeCountsConnectionsAndWritesOnce() {
        tenant.authorizationUrl(owner, "gmail");

        List<AwsRequest> requests = requestsOf("OAuthAuthorizeFunction", () -> tenant.authorizationUrl(owner, "gmail"));

        assertThat(requests).extracting(AwsRequest::operation).containsExactly("Query", "PutItem", "Query");
    }

    @Test
    void callbackMakesFiveRequestsWhereTheAccountMayBeShared() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "gmail"), "jane@gmail.com");

        assertThat(requestsOf("OAuthCallbackFunction", () -> owner.open(callback)))
                .extracting(AwsRequest::operation)
                .containsExactly("DeleteItem", "SendMessage", "TransactWriteItems", "Query");
    }

    @Test
    void callbackMakesOneSingleWriteIfAGrantIsRevokedByItself() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        String jane = "jane@globex.example";
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "freshbooks"), jane);

        assertThat(requestsOf("OAuthCallbackFunction", () -> owner.open(callback)))
                .extracting(AwsRequest::operation)
                .containsSubsequence("DeleteItem", "SendMessage", "PutItem", "Query")
                .doesNotContain("TransactWriteItems");
    }

    @Test
    void completeMakesFiveRequests() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "gmail"), "jane@gmail.com");

        String handle = handle(callback);

        assertThat(requestsOf("OAuthCompleteFunction", () -> owner.complete(handle)))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "Query", "TransactWriteItems", "UpdateItem", "GetItem");
    }

    @Test
    void aDisconnectOfAnAccountThatMayBeSharedMakesFourRequests() {
        owner.delete("/api/connections/" + tenant.connect(owner, "gmail", "john@gmail.com"));
        String connection = tenant.connect(owner, "gmail", "jane@gmail.com");

        assertThat(requestsOf("ConnectionsFunction", () -> owner.delete("/api/connections/" + connection)))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "TransactWriteItems", "Query", "Query");
    }

    @Test
    void aReconnectMakesOneRequestMoreToSeeWhichAgentsWait() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "gmail"), "john@gmail.com");

        String handle = handle(callback);

        assertThat(requestsOf("OAuthCompleteFunction", () -> owner.complete(handle)))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "Query", "TransactWriteItems", "UpdateItem", "GetItem", "Query");
    }

    private String handle(URI callback) {
        return owner.open(callback).locationFragment("patchbay_handle").orElseThrow();
    }

    @Test
    void queuedActionMakesThreeRequestsAndNoneToKms() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.act(owner, Tenant.mail("to warm up"), Map.of());
        // The first use of a connection is noted after the outcome; the next action of its group waits for that.
        tenant.act(owner, Tenant.mail("to be sure that it is over"), Map.of());

        assertThat(requestsOf("ActionGmailFunction", () -> tenant.act(owner, Tenant.mail("counted"), Map.of())))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "UpdateItem", "UpdateItem");
    }

    @Test
    void submittingMakesThreeRequestsAndAnOccasionalCount() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, Object> action = Map.of(
                "connectionId",
                connection,
                "action",
                "gmail.send-email",
                "input",
                Map.of("to", List.of("a@example.com"), "subject", "counted", "text", "Hi"));
        owner.post("/api/actions", action);

        List<AwsRequest> requests = requestsOf("ActionsFunction", () -> owner.post("/api/actions", action));

        assertThat(requests)
                .hasSizeLessThanOrEqualTo(4)
                .extracting(AwsRequest::operation)
                .filteredOn(operation -> !operation.equals("Query"))
                .containsExactly("GetItem", "PutItem", "SendMessage");
    }

    @Test
    void fiftyConnectionsAreListedByOneRequest() {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            ConnectionStore store = new ConnectionStore(dynamoDb, table("ConnectionsTable"), Clock.systemUTC());
            for (int i = 0; i < 50; i++) {
                store.connect(new NewConnection(
                        new WorkspaceId(tenant.workspace()),
                        new ProviderId("gmail"),
                        new Account("id-" + i, "person" + i + "@gmail.com"),
                        new MemberId("ann"),
                        Set.of("https://www.googleapis.com/auth/gmail.send"),
                        // As large as a sealed pair of tokens with a JWT among them.
                        SealedSecret.of(new byte[3000]),
                        Optional.empty()));
            }
        }
        owner.get("/api/integrations");

        List<AwsRequest> requests = requestsOf(
                "ConnectionsFunction", () -> assertThat(tenant.connections()).hasSize(50));

        assertThat(requests).extracting(AwsRequest::operation).containsExactly("Query");
    }

    @Test
    void connectionsAreListedByOneRequestAndActionsByTwo() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.act(owner, Tenant.mail("one"), Map.of());
        tenant.act(owner, Tenant.mail("another"), Map.of());
        owner.get("/api/connections");
        owner.get("/api/actions");

        assertThat(requestsOf("ConnectionsFunction", () -> owner.get("/api/connections")))
                .extracting(AwsRequest::operation)
                .containsExactly("Query");
        assertThat(requestsOf("ActionsFunction", () -> owner.get("/api/actions?connectionId=" + connection)))
                .extracting(AwsRequest::operation)
                // Waiting for the outcomes made requests enough to need permits now and then.
                .filteredOn(operation -> !operation.equals("UpdateItem"))
                .containsExactly("Query", "BatchGetItem");
    }

    @Test
    void theProvidersAreListedWithoutARequest() {
        owner.get("/api/providers");

        assertThat(requestsOf("ConnectionsFunction", () -> owner.get("/api/providers")))
                .isEmpty();
    }

    @Test
    void notificationsAreListedByTwoRequests() {
        owner.get("/api/notifications");

        assertThat(requestsOf("NotificationsFunction", () -> owner.get("/api/notifications")))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "Query");
    }

    @Test
    void markingAllNotificationsReadMakesTwoRequests() {
        owner.get("/api/notifications");

        assertThat(requestsOf("NotificationsFunction", () -> owner.send("POST", "/api/notifications/read", "")))
                .extracting(AwsRequest::operation)
                .containsExactly("Query", "UpdateItem");
    }

    @Test
    void submittingForAnAgentByProviderMakesTwoMoreRequests() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.register(owner, "outreach", "gmail");
        owner.post("/api/actions", Tenant.mailBy("outreach", "to warm up"));

        List<AwsRequest> requests =
                requestsOf("ActionsFunction", () -> owner.post("/api/actions", Tenant.mailBy("outreach", "counted")));

        assertThat(requests)
                .hasSizeLessThanOrEqualTo(6)
                .extracting(AwsRequest::operation)
                .containsSubsequence("GetItem", "Query", "GetItem", "PutItem", "SendMessage");
    }

    @Test
    void queuedActionOfAnAgentMakesOneMoreRequest() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.register(owner, "outreach", "gmail");
        tenant.act(owner, Tenant.mailBy("outreach", "to warm up"), Map.of());
        // The first use of a connection is noted after the outcome; the next action of its group waits for that.
        tenant.act(owner, Tenant.mailBy("outreach", "to be sure that it is over"), Map.of());

        assertThat(requestsOf(
                        "ActionGmailFunction", () -> tenant.act(owner, Tenant.mailBy("outreach", "counted"), Map.of())))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "GetItem", "UpdateItem", "UpdateItem");
    }

    @Test
    void agentsAreListedByOneRequest() {
        tenant.register(owner, "outreach", "gmail");
        tenant.register(owner, "support", "slack");
        owner.get("/api/agents");

        assertThat(requestsOf("AgentsFunction", () -> owner.get("/api/agents")))
                .extracting(AwsRequest::operation)
                .containsExactly("Query");
    }

    @Test
    void preferencesWithoutAnAddressOfOnesOwnMakeOneRequest() {
        assertThat(preferring("{\"emailOn\":{\"expiring\":false}}"))
                .extracting(AwsRequest::operation)
                .containsExactly("UpdateItem");
    }

    @Test
    void aNewAddressMakesFourRequestsAndOneThatWaitsTwo() {
        String preferences = "{\"email\":\"team-%s@acme.example\",\"emailOn\":{}}".formatted(tenant.workspace());

        assertThat(preferring(preferences))
                .extracting(AwsRequest::operation)
                .containsExactly("GetItem", "TransactWriteItems", "SendEmail", "GetItem");
        assertThat(preferring(preferences)).extracting(AwsRequest::operation).containsExactly("GetItem", "UpdateItem");
    }

    private List<AwsRequest> preferring(String preferences) {
        return requestsOf(
                "NotificationsFunction", () -> owner.send("PUT", "/api/notifications/preferences", preferences));
    }

    private List<AwsRequest> requestsOf(String function, Runnable done) {
        String caller = Functions.accessKey(tenant.cloud().stack().function(function));
        int before = tenant.cloud().requestLog().by(caller).size();
        done.run();
        List<AwsRequest> all = tenant.cloud().requestLog().by(caller);
        return all.subList(before, all.size());
    }

    private String table(String logicalId) {
        return tenant.cloud().stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .name();
    }
}
