package dev.patchbay.action;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The rehearsal that every worker holds: one queued action of one connection, run to its end. */
public final class WorkerRehearsal {
    private WorkerRehearsal() {}

    /**
     * Rehearses a worker.
     *
     * @param serving the worker that will serve after the snapshot; of it, only what has no effect is made ready
     * @param action the name of the action
     * @param input its input as JSON
     * @param credential what kind of credential its connections have
     * @param answers what the provider answers, by path
     * @param wiring makes the worker on the stage
     */
    public static void play(
            WorkerParts serving,
            ProviderId provider,
            String action,
            String input,
            Credential credential,
            Map<String, String> answers,
            Function<Rehearsal.Stage, WorkerParts> wiring) {
        serving.catalog().get(provider);
        Rehearsal.play(provider.value(), stage -> {
            answers.forEach(stage::providerAnswers);
            WorkerParts parts = wiring.apply(stage);
            WorkspaceId workspace = new WorkspaceId("rehearsal");
            Account account = new Account("1", "rehearsal");
            ConnectionId id = ConnectionId.of(workspace, provider, account);
            parts.connections()
                    .connect(new NewConnection(
                            workspace,
                            provider,
                            account,
                            new MemberId("rehearsal"),
                            Set.of("rehearsal"),
                            parts.vault().seal(Connection.credentialPlace(workspace, id), credential.toSecret()),
                            Optional.empty()));
            return List.of(() -> {
                // After a restore the key must be unwrapped: that is rehearsed too.
                parts.keys().forget();
                ActionMessage message = message(workspace, provider, id, action, input);
                parts.actions().put(message.queued());
                parts.worker().work(event(message), new RehearsalContext());
                checkDone(parts.actions().find(workspace, message.id()));
            });
        });
    }

    private static void checkDone(Optional<ActionRecord> action) {
        ActionState state = action.map(ActionRecord::state).orElse(ActionState.UNKNOWN);
        if (state != ActionState.SUCCEEDED) {
            throw new IllegalStateException(
                    "A rehearsed action ended as %s: fix the worker or its rehearsal before it is deployed. It was %s"
                            .formatted(state, action));
        }
    }

    private static ActionMessage message(
            WorkspaceId workspace, ProviderId provider, ConnectionId connection, String action, String input) {
        try {
            return new ActionMessage(
                    new AcceptedAction(
                            workspace,
                            ActionId.random(),
                            action,
                            provider,
                            connection,
                            Optional.empty(),
                            Instant.now()),
                    "rehearsal",
                    JsonMapper.builder().build().readTree(input));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input of a rehearsal is JSON", e);
        }
    }

    private static SQSEvent event(ActionMessage message) {
        SQSEvent.SQSMessage sqs = new SQSEvent.SQSMessage();
        sqs.setMessageId("rehearsal");
        sqs.setReceiptHandle("rehearsal");
        sqs.setBody(message.toJson());
        sqs.setAttributes(Map.of("MessageGroupId", message.connection().value()));
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(sqs));
        return event;
    }
}
