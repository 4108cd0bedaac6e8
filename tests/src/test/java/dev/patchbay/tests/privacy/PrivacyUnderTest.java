package dev.patchbay.tests.privacy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionStore;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Item;
import dev.patchbay.connection.Connection;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.functions.privacy.PrivacyHandler;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.local.template.TableResource;
import dev.patchbay.notification.Recipients;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.RequestContexts;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The function with all the tables of the template, workspaces that have something in each, and a look into all of them. */
final class PrivacyUnderTest implements AfterEachCallback {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final MovableClock clock = new MovableClock();
    final SimulatedProviders providers;

    /** The workspace of the test. */
    final WorkspaceId workspace;

    private final Aws aws;

    PrivacyUnderTest(Aws aws) {
        this.aws = aws;
        workspace = aws.newWorkspace();
        providers = new SimulatedProviders(aws, clock);
        providers.keepAppsAsSecrets();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        providers.close();
    }

    /** A process of its own, by the policies' function. */
    PrivacyHandler process() {
        return process(aws.clients().dynamoDb(), clock);
    }

    PrivacyHandler process(DynamoDbClient dynamoDb, Clock own) {
        Map<String, String> environment =
                new HashMap<>(aws.stack().function("PrivacyFunction").environment());
        environment.put("PROVIDER_URLS", providers.urls());
        return new PrivacyHandler(environment, aws.clients(), dynamoDb, own);
    }

    static APIGatewayV2HTTPResponse erase(PrivacyHandler process, WorkspaceId workspace) {
        return erase(process, workspace, "owner", workspace.value());
    }

    static APIGatewayV2HTTPResponse erase(PrivacyHandler process, WorkspaceId workspace, String role, String named) {
        return call(
                process,
                event("POST /api/privacy/erase", workspace, role)
                        .withBody("{\"workspace\":\"" + named + "\"}")
                        .build());
    }

    static APIGatewayV2HTTPResponse export(PrivacyHandler process, WorkspaceId workspace) {
        return call(
                process, event("POST /api/privacy/export", workspace, "admin").build());
    }

    static APIGatewayV2HTTPEvent.APIGatewayV2HTTPEventBuilder event(String route, WorkspaceId workspace, String role) {
        return APIGatewayV2HTTPEvent.builder()
                .withRouteKey(route)
                .withRequestContext(RequestContexts.by(workspace, role));
    }

    static APIGatewayV2HTTPResponse call(PrivacyHandler process, APIGatewayV2HTTPEvent event) {
        return process.handleRequest(event, new RehearsalContext());
    }

    static JsonNode json(APIGatewayV2HTTPResponse response) {
        return tree(response.getBody());
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /**
     * Fills a workspace: two connections on one Google account, one at Slack, an API key, one that was disconnected; and in each
     * table whose items belong to workspaces, whichever these are, some items.
     */
    List<Connection> fill(WorkspaceId workspace, int itemsPerTable) {
        String slack = providers.simulators().slack().accounts().getFirst().login();
        List<Connection> connected = List.of(
                providers.connect(workspace, "gmail", "john@gmail.com"),
                providers.connect(workspace, "google-calendar", "john@gmail.com"),
                providers.connect(workspace, "slack", slack),
                providers.connectByKey(workspace, "apollo", ApolloSimulator.KEY));
        providers.connections().disconnect(providers.connect(workspace, "gmail", "jane@gmail.com"));
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        new AgentStore(dynamoDb, aws.table("AgentsTable"), clock)
                .register(workspace, new AgentId("outreach"), "Outreach", Set.of("gmail"));
        new Recipients(dynamoDb, aws.table("RecipientsTable"))
                .met(workspace, new MemberId("ann"), new EmailAddress("ann@acme.example"));
        new ActionStore(dynamoDb, aws.table("ActionsTable"), clock)
                .put(
                        action(workspace, connected.getFirst()),
                        new ActionStore.IdempotencyKey("a".repeat(64), "b".repeat(64)));
        for (TableResource table : aws.stack().tables()) {
            // Those two have formats that are read.
            if (keyed(table) && !Set.of("ConnectionsTable", "ErasuresTable").contains(table.logicalId())) {
                fill(table, workspace, itemsPerTable);
            }
        }
        return connected;
    }

    private ActionRecord action(WorkspaceId workspace, Connection connection) {
        return new ActionMessage(
                        new AcceptedAction(
                                workspace,
                                ActionId.random(),
                                "gmail.send-email",
                                connection.provider(),
                                connection.id(),
                                Optional.of("outreach"),
                                clock.instant()),
                        "request-1",
                        JsonNodeFactory.instance.objectNode())
                .queued();
    }

    private static boolean keyed(TableResource table) {
        return table.key().getFirst().attribute().equals("workspace");
    }

    private void fill(TableResource table, WorkspaceId workspace, int items) {
        String sortKey = table.key().getLast().attribute();
        boolean number = "N".equals(table.attributeTypes().get(sortKey));
        // The workspace's first key is there, made by its connections.
        IntStream.range(0, number ? 0 : items)
                .forEach(i -> put(
                        table.name(),
                        new Item()
                                .text("workspace", workspace.value())
                                .text(sortKey, (i % 2 == 0 ? "mail_" : "note_") + i)
                                .text("message", "something of " + workspace)));
    }

    void put(String table, Item item) {
        aws.clients().dynamoDb().putItem(request -> request.tableName(table).item(item.values()));
    }

    /** A connect that was begun in a workspace: the one thing that cannot be found by workspace. */
    void begin(WorkspaceId workspace, Connection like) {
        new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"))
                .put(new OAuthState(
                        UUID.randomUUID().toString(),
                        new OAuthState.Requester(workspace, new MemberId("ann"), Optional.empty()),
                        like.provider(),
                        Optional.empty(),
                        "/",
                        new OAuthState.Exchange(URI.create("http://localhost/callback"), Optional.empty()),
                        clock.instant().plus(Duration.ofMinutes(10))));
    }

    /** All that the tables hold of a workspace, by the tables' logical names, wherever in an item it is named. */
    Map<String, List<Map<String, AttributeValue>>> held(WorkspaceId workspace) {
        return aws.stack().tables().stream()
                .collect(Collectors.toMap(TableResource::logicalId, table -> held(table, workspace)))
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The same of one table. */
    List<Map<String, AttributeValue>> held(WorkspaceId workspace, String table) {
        return held(workspace).getOrDefault(table, List.of());
    }

    private List<Map<String, AttributeValue>> held(TableResource table, WorkspaceId workspace) {
        return aws
                .clients()
                .dynamoDb()
                .scanPaginator(scan -> scan.tableName(table.name()).consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.toString().contains(workspace.value()))
                .toList();
    }
}
