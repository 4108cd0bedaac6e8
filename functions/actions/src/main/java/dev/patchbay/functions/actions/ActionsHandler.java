package dev.patchbay.functions.actions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.action.ActionHistory;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.action.QueuedActionLimit;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.rehearsal.Rehearsal;
import java.time.Clock;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Accepts actions, lists them and shows their outcome. Thread-safe. */
public final class ActionsHandler implements HttpFunction, Resource {
    private final ProviderCatalog catalog;
    private final Api api;

    public ActionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    ActionsHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String actionsTable = variables.text("ACTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        Map<String, String> queues = variables.pairs("ACTION_QUEUES");
        Map<String, String> providerUrls = variables.pairs("PROVIDER_URLS");
        int mostQueued = variables.count("CONNECTION_QUEUED_ACTIONS");
        int requestsPerSecond = variables.count("WORKSPACE_REQUESTS_PER_SECOND");
        Claims claims = Claims.of(variables);
        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        RequestLimit requests = RequestShares.of(variables, dynamoDb, clock);
        variables.check();

        catalog = new ProviderCatalog(ActionsHandler.class.getClassLoader(), providerUrls);
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        AgentStore agents = new AgentStore(dynamoDb, agentsTable, clock);
        ActionStore actions = new ActionStore(dynamoDb, actionsTable, clock);
        ActionQueue queue = new ActionQueue(aws.onFirstUse(AwsClients::sqs), queues);
        ActionTarget target = new ActionTarget(
                catalog,
                connections,
                new ConnectionsByProvider(dynamoDb, connectionsTable),
                queue,
                new QueuedActionLimit(new OpenActions(dynamoDb, actionsTable), mostQueued, requestsPerSecond, clock),
                Pause.inRealTime());
        api = new Api(
                Map.of(
                        "POST /api/actions", new SubmitAction(target, agents, actions, queue, clock),
                        "GET /api/actions", new ListActions(new ActionHistory(dynamoDb, actionsTable)),
                        "GET /api/actions/{id}", new ShowAction(actions)),
                claims,
                requests);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return api.answer(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        catalog.all();
        Rehearsal.ofRequests(
                ActionsHandler.class, (environment, aws) -> new ActionsHandler(environment, AwsClients.at(aws)));
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
