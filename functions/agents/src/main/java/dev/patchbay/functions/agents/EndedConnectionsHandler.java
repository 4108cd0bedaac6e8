package dev.patchbay.functions.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Pauses the agents of connections that have ended. EventBridge delivers the events through a queue. Thread-safe. */
public final class EndedConnectionsHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentStore agents;
    private final EndedConnections ended;

    public EndedConnectionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    EndedConnectionsHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        variables.check();

        Clock clock = Clock.systemUTC();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        catalog = new ProviderCatalog(EndedConnectionsHandler.class.getClassLoader(), Map.of());
        connections = new ConnectionStore(dynamoDb, connectionsTable, clock);
        agents = new AgentStore(dynamoDb, agentsTable, clock);
        ended = new EndedConnections(new AgentGuard(agents, connections, catalog, clock));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return ended.pauseAgents(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        // The catalogue of the handler that serves: reading its files is no side effect, and the first event need not
        // wait for it.
        catalog.all();
        Rehearsal.play("gmail", stage -> {
            EndedConnectionsHandler handler = new EndedConnectionsHandler(stage.environment(), stage.clients());
            handler.connections.end(
                    handler.connections.connect(RehearsedConnection.CONNECTED), ConnectionStatus.REVOKED, "rehearsal");
            Agent agent = handler.agents.register(
                    RehearsedConnection.CONNECTED.workspace(), new AgentId("rehearsal"), "Rehearsal", Set.of("gmail"));
            SQSEvent event = rehearsedEvent();
            return List.of(() -> {
                handler.agents.resume(agent);
                checkTaken(handler.handleRequest(event, new RehearsalContext()));
            });
        });
    }

    private static SQSEvent rehearsedEvent() {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId("rehearsal");
        message.setBody("{\"detail\":" + RehearsedConnection.REVOKED.toJson() + "}");
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));
        return event;
    }

    private static void checkTaken(SQSBatchResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("A rehearsed event was not taken: fix the function or its rehearsal");
        }
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
