package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.StackUnderTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Invokes each function with its sample event, as {@code ./patchbay invoke} does: the answer is not merely an error. The samples
 * name the workspace acme and accounts of the simulators.
 */
@ExtendWith(StackUnderTest.class)
class SampleEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LocalCloud cloud;
    private final PatchbayClient owner;

    SampleEventsTest(LocalCloud cloud) {
        this.cloud = cloud;
        this.owner = PatchbayClient.of(cloud.gatewayUri(), cloud.token("acme", "ann@acme.example", "owner"));
    }

    @Test
    void everyFunctionHasASampleAndEverySampleAFunction() {
        Set<String> samples = Project.files("events", ".json").stream()
                .map(Path::getFileName)
                .map(Path::toString)
                .collect(Collectors.toSet());

        assertThat(samples)
                .isEqualTo(cloud.stack().functions().stream()
                        .map(function -> serviceName(function) + ".json")
                        .collect(Collectors.toSet()));
    }

    @Test
    void authorizeAnswersWithTheConsentPage() {
        JsonNode answer = invoke("oauth-authorize");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(json(answer.path("body").asText()).path("authorizationUrl").asText())
                .startsWith(cloud.simulators().baseUrl("google").toString());
    }

    @Test
    void callbackRefusesAStateThatWasUsedBefore() {
        JsonNode answer = invoke("oauth-callback");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.path("body").asText()).contains("<title>Invalid OAuth state</title>");
    }

    @Test
    void completeRefusesAHandleThatWasUsedBefore() {
        JsonNode answer = invoke("oauth-complete");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(404);
        assertThat(json(answer.path("body").asText()).path("code").asText()).isEqualTo("unknown_handle");
    }

    @Test
    void abandonedHasNothingToDoForAGrantThatIsGone() {
        assertThat(invoke("oauth-abandoned").path("batchItemFailures")).isEmpty();
    }

    @Test
    void connectionsListsTheProviders() {
        JsonNode answer = invoke("connections");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(json(answer.path("body").asText()).path("integrations").findValuesAsText("provider"))
                .contains("gmail", "slack", "apollo");
    }

    @Test
    void actionsAcceptsAnEmail() {
        connectByOAuth("gmail", "john@gmail.com");

        JsonNode answer = invoke("actions");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(202);
        assertThat(json(answer.path("body").asText()).path("status").asText()).isEqualTo("queued");
    }

    @Test
    void deadActionsEndsAnActionThatNoWorkerBegan() {
        ActionRecord ended = worked("dead-actions");

        assertThat(ended.state()).isEqualTo(ActionState.FAILED);
        assertThat(ended.outcome().failure()).map(ActionFailure::code).contains("not_started");
    }

    @Test
    void overdueActionsReturnsHowManyItEnded() {
        assertThat(invoke("overdue-actions").path("ended").isInt()).isTrue();
    }

    @Test
    void actionGmailSendsAnEmail() {
        connectByOAuth("gmail", "john@gmail.com");

        ActionRecord done = worked("action-gmail");

        assertThat(done.state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(cloud.simulators().google().mails())
                .anySatisfy(mail -> assertThat(mail.subject()).isEqualTo("A sample email"));
    }

    @Test
    void actionSlackPostsAMessage() {
        connectByOAuth("slack", "john@acme.example");

        ActionRecord done = worked("action-slack");

        assertThat(done.state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(cloud.simulators().slack().messages())
                .anySatisfy(message -> assertThat(message.text()).isEqualTo("A sample message"));
    }

    @Test
    void actionApolloFindsAPerson() {
        owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY));

        ActionRecord done = worked("action-apollo");

        assertThat(done.state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(done.outcome().result().path("matched").booleanValue()).isTrue();
    }

    @Test
    void notifyReportsTheEndOfAConnection() {
        connectByOAuth("gmail", "john@gmail.com");
        endTheConnectionAsTheSampleSays();

        assertThat(invoke("notify").path("batchItemFailures")).isEmpty();

        assertThat(cloud.aws().mail().mails()).anySatisfy(mail -> {
            assertThat(mail.subject()).isEqualTo("Gmail access was revoked");
            assertThat(mail.to()).containsExactly("ann@acme.example");
        });
    }

    @Test
    void refreshScheduleReturnsHowManyConnectionsItQueued() {
        assertThat(invoke("refresh-schedule").path("queued").isInt()).isTrue();
    }

    @Test
    void expiryCheckReturnsHowManyConnectionsItWarned() {
        JsonNode answer = invoke("expiry-check");

        assertThat(answer.path("warned").isInt()).isTrue();
        assertThat(answer.path("ended").isInt()).isTrue();
    }

    @Test
    void tokenRefreshHasNothingToDoForAConnectionThatIsGone() {
        assertThat(invoke("token-refresh").path("batchItemFailures")).isEmpty();
    }

    @Test
    void notificationsListsThem() {
        JsonNode answer = invoke("notifications");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(json(answer.path("body").asText()).path("unread").isInt()).isTrue();
    }

    @Test
    void agentsRegistersAnAgent() {
        JsonNode answer = invoke("agents");

        assertThat(answer.path("statusCode").asInt()).isEqualTo(200);
        assertThat(json(answer.path("body").asText()).path("name").asText()).isEqualTo("Outreach");
    }

    @Test
    void endedConnectionsAcceptsALateEvent() {
        connectByOAuth("gmail", "john@gmail.com");
        invoke("agents");

        assertThat(invoke("ended-connections").path("batchItemFailures")).isEmpty();

        assertThat(owner.get("/api/agents/outreach").text("/status")).isEqualTo("running");
    }

    @Test
    void eventRelayPutsTheEventOnTheBus() {
        JsonNode answer = invoke("event-relay");

        assertThat(answer.path("batchItemFailures")).isEmpty();
        JsonNode change = sample("event-relay").at("/Records/0/dynamodb/NewImage/event/S");
        assertThat(cloud.publishedEvents())
                .anySatisfy(published ->
                        assertThat(published.event().path("detail")).isEqualTo(json(change.asText())));
    }

    private void endTheConnectionAsTheSampleSays() {
        JsonNode event = json(sample("notify").at("/Records/0/body").asText()).path("detail");
        try (AwsClients clients = cloud.clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            WorkspaceId workspace = new WorkspaceId(event.path("workspace").asText());
            ConnectionId id = new ConnectionId(event.path("connectionId").asText());
            ConnectionStore connections = new ConnectionStore(
                    dynamoDb,
                    table("ConnectionsTable"),
                    new AccountHolders(dynamoDb, table("AccountHoldersTable"), Clock.systemUTC()),
                    Clock.fixed(Instant.parse(event.path("since").asText()), ZoneOffset.UTC));
            connections.end(connections.find(workspace, id).orElseThrow(), ConnectionStatus.REVOKED, "invalid_grant");
        }
    }

    /** Records the action of a sample message as accepted, gives the message to the worker, and returns what came of it. */
    private ActionRecord worked(String worker) {
        ActionMessage message =
                ActionMessage.of(sample(worker).at("/Records/0/body").asText());
        try (AwsClients clients = cloud.clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            ActionStore actions = new ActionStore(dynamoDb, table("ActionsTable"), Clock.systemUTC());
            actions.put(message.queued());

            assertThat(invoke(worker).path("batchItemFailures")).isEmpty();

            return actions.find(message.workspace(), message.id()).orElseThrow();
        }
    }

    private void connectByOAuth(String provider, String account) {
        URI consent = URI.create(
                owner.get("/api/auth/oauth/" + provider + "/authorize").text("/authorizationUrl"));
        owner.connect(new Person().allow(consent, account));
    }

    private JsonNode invoke(String service) {
        FunctionResource function = cloud.stack().functions().stream()
                .filter(candidate -> serviceName(candidate).equals(service))
                .findFirst()
                .orElseThrow();
        return json(
                cloud.invoke(function.logicalId(), sample(service).toString()).orThrow());
    }

    private String table(String logicalId) {
        return cloud.stack().tables().stream()
                .filter(table -> table.logicalId().equals(logicalId))
                .map(TableResource::name)
                .findFirst()
                .orElseThrow();
    }

    private static String serviceName(FunctionResource function) {
        return function.environment().getOrDefault("POWERTOOLS_SERVICE_NAME", function.logicalId());
    }

    private static JsonNode sample(String service) {
        return json(Project.read("events/" + service + ".json"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }
}
