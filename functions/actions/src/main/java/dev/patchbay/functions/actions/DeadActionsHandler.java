package dev.patchbay.functions.actions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.ActionStore;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderCatalog;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the actions in the dead letters of the providers' queues. Returns those that must be delivered again. Thread-safe. */
public final class DeadActionsHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(DeadActionsHandler.class);

    private final DeadActions dead;

    public DeadActionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment(), Clock.systemUTC());
    }

    DeadActionsHandler(Map<String, String> environment, AwsClients aws, Clock clock) {
        Environment variables = new Environment(environment);
        String actionsTable = variables.text("ACTIONS_TABLE");
        Map<String, String> parked = variables.pairs("PARKED_QUEUES");
        variables.check();

        ProviderCatalog catalog = new ProviderCatalog(DeadActionsHandler.class.getClassLoader(), Map.of());
        ActionStore actions = new ActionStore(aws.dynamoDb(), actionsTable, clock);
        dead = new DeadActions(new AbandonedActions(actions, catalog, clock), aws.onFirstUse(AwsClients::sqs), parked);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = event.getRecords().stream()
                .filter(message -> !Telemetry.invocation(context, message.getMessageId(), () -> done(message)))
                .map(message -> new BatchItemFailure(message.getMessageId()))
                .toList();
        return new SQSBatchResponse(failures);
    }

    private boolean done(SQSMessage message) {
        try {
            return dead.done(message);
        } catch (RuntimeException fault) {
            // The queue delivers it again, and parks it if that does not help.
            LOG.error("A dead action could not be ended", LoggedFault.of(fault));
            return false;
        }
    }
}
