package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crac.Core;
import org.crac.Resource;

/** Revokes and deletes the grants of connects that were not completed. Thread-safe. */
public final class AbandonedHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final AbandonedConnects grants;

    public AbandonedHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    AbandonedHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        parts = OAuthParts.of(variables, aws);
        pending = new PendingGrantStore(aws.dynamoDb(), variables.text("PENDING_GRANTS_TABLE"));
        variables.check();
        grants = new AbandonedConnects(pending, new PendingGrantEnd(parts, pending), parts.clock());
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return grants.work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        // The catalogue of the handler that serves: reading its files is no side effect.
        parts.providers().catalog().all();
        // A provider whose revocation reaches one grant, so that it is called.
        Rehearsal.play("freshbooks", stage -> {
            AbandonedHandler handler = new AbandonedHandler(stage.environment(), stage.clients());
            RehearsedGrant grant = new RehearsedGrant(handler.parts, "freshbooks");
            return List.of(() -> {
                handler.pending.put(grant.abandoned(), Optional.empty());
                // After a restore the key must be unwrapped: that is rehearsed too.
                handler.parts.keys().forget();
                checkDone(handler.handleRequest(message(), new RehearsalContext()));
            });
        });
    }

    private static void checkDone(SQSBatchResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("A rehearsed grant was not ended");
        }
    }

    private static SQSEvent message() {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId("rehearsal");
        message.setBody(
                new AbandonedMessage(new WorkspaceId("rehearsal"), OneTimeToken.hash(RehearsedGrant.HANDLE)).toJson());
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));
        return event;
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
