package dev.patchbay.functions.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.agent.AgentLimit;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStore;
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

/** Registers, lists, pauses and resumes agents. Thread-safe. */
public final class AgentsHandler implements HttpFunction, Resource {
    private final ProviderCatalog catalog;
    private final Api api;

    public AgentsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    public AgentsHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        int mostAgents = variables.count("WORKSPACE_AGENTS");
        Claims claims = Claims.of(variables);
        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        RequestLimit requests = RequestShares.of(variables, dynamoDb, clock);
        variables.check();

        catalog = new ProviderCatalog(AgentsHandler.class.getClassLoader(), Map.of());
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        AgentStore agents = new AgentStore(dynamoDb, agentsTable, clock);
        AgentGuard guard = new AgentGuard(agents, connections, catalog, clock);
        api = new Api(
                Map.of(
                        "GET /api/agents", new ListAgents(agents),
                        "GET /api/agents/{id}", new ShowAgent(agents),
                        "PUT /api/agents/{id}",
                                new RegisterAgent(
                                        catalog, connections, agents, guard, new AgentLimit(agents, mostAgents)),
                        "DELETE /api/agents/{id}", new RemoveAgent(agents),
                        "POST /api/agents/{id}/pause", new PauseAgent(agents, clock),
                        "POST /api/agents/{id}/resume", new ResumeAgent(catalog, agents, guard)),
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
                AgentsHandler.class, (environment, aws) -> new AgentsHandler(environment, AwsClients.at(aws)));
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
