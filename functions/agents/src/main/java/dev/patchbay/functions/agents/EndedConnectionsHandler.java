package dev.patchbay.functions.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStore;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Pauses the agents of connections that have ended. EventBridge delivers the events through a queue. Thread-safe. */
public final class EndedConnectionsHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final EndedConnections ended;

    public EndedConnectionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
    }

    EndedConnectionsHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        variables.check();

        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        ProviderCatalog catalog = new ProviderCatalog(EndedConnectionsHandler.class.getClassLoader(), Map.of());
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        AgentStore agents = new AgentStore(dynamoDb, agentsTable, clock);
        ended = new EndedConnections(new AgentGuard(agents, connections, catalog, clock));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return ended.pauseAgents(event, context);
    }
}
