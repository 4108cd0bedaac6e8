package dev.patchbay.functions.actions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Ends overdue actions, every ten minutes. Answers with how many. Thread-safe. */
public final class OverdueActionsHandler
        implements RequestHandler<Map<String, Object>, Map<String, Integer>>, Resource {
    private final ProviderCatalog catalog;
    private final ActionStore actions;
    private final OverdueActions overdue;

    public OverdueActionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
        Core.getGlobalContext().register(this);
    }

    OverdueActionsHandler(Map<String, String> environment, AwsClients aws, Clock clock) {
        Environment variables = new Environment(environment);
        String actionsTable = variables.text("ACTIONS_TABLE");
        variables.check();

        DynamoDbClient dynamoDb = aws.dynamoDb();
        catalog = new ProviderCatalog(OverdueActionsHandler.class.getClassLoader(), Map.of());
        actions = new ActionStore(dynamoDb, actionsTable, clock);
        overdue = new OverdueActions(
                new OpenActions(dynamoDb, actionsTable), new AbandonedActions(actions, catalog, clock), clock);
    }

    /** @param event not used. No {@code ScheduledEvent}: EventBridge Scheduler sends {@code detail} as a text, which that cannot hold */
    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        return Telemetry.invocation(
                context, context.getAwsRequestId(), () -> overdue.run(context::getRemainingTimeInMillis));
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        catalog.all();
        Rehearsal.play("gmail", stage -> {
            OverdueActionsHandler handler =
                    new OverdueActionsHandler(stage.environment(), stage.clients(), Clock.systemUTC());
            ActionMessage message = RehearsedAction.message();
            return List.of(() -> {
                handler.actions.put(message.queued());
                handler.handleRequest(Map.of(), new RehearsalContext());
                RehearsedAction.checkFailed(handler.actions.find(message.workspace(), message.id()));
            });
        });
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
