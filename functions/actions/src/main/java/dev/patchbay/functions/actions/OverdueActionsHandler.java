package dev.patchbay.functions.actions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Ends overdue actions, every ten minutes. Answers with how many. Thread-safe. */
public final class OverdueActionsHandler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    private final OverdueActions overdue;

    public OverdueActionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
    }

    OverdueActionsHandler(Map<String, String> environment, AwsClients aws, Clock clock) {
        Environment variables = new Environment(environment);
        String actionsTable = variables.text("ACTIONS_TABLE");
        variables.check();

        DynamoDbClient dynamoDb = aws.dynamoDb();
        ProviderCatalog catalog = new ProviderCatalog(OverdueActionsHandler.class.getClassLoader(), Map.of());
        ActionStore actions = new ActionStore(dynamoDb, actionsTable, clock);
        overdue = new OverdueActions(
                new OpenActions(dynamoDb, actionsTable), new AbandonedActions(actions, catalog, clock), clock);
    }

    /** @param event not used. No {@code ScheduledEvent}: EventBridge Scheduler sends {@code detail} as a text, which that cannot hold */
    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        return Telemetry.invocation(
                context, context.getAwsRequestId(), () -> overdue.run(context::getRemainingTimeInMillis));
    }
}
