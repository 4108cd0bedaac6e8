package dev.patchbay.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.agent.AgentGuard;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.provider.ProviderCatalog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Pauses the agents of connections that have ended, as EventBridge tells of them through a queue. Thread-safe. */
public final class EndedConnectionsHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final ProviderCatalog catalog;
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
        ended = new EndedConnections(new AgentGuard(
                new AgentStore(dynamoDb, agentsTable, clock),
                new ConnectionStore(dynamoDb, connectionsTable, clock),
                catalog,
                clock));
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
            SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
            message.setMessageId("rehearsal");
            message.setBody("""
                    {"detail-type": "connection.expired", "detail": {"id": "evt_rehearsal", "workspace": "rehearsal",
                     "connectionId": "conn_00000000000000000000000000"}}""");
            SQSEvent event = new SQSEvent();
            event.setRecords(List.of(message));
            return List.of(() -> checkHandled(handler.handleRequest(event, new RehearsalContext())));
        });
    }

    private static void checkHandled(SQSBatchResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException(
                    "A rehearsed event was not handled: mend the function or its rehearsal before it is deployed");
        }
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
