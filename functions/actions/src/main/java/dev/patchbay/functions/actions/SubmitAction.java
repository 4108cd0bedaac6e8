package dev.patchbay.functions.actions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionDeadline;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionStore;
import dev.patchbay.action.ActionStore.Change;
import dev.patchbay.action.ActionStore.Recorded;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.Connection;
import dev.patchbay.functions.actions.ActionQueue.Sending;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code POST /api/actions}: records an action, then queues it, and answers 202. With an {@code Idempotency-Key} a repeated request is
 * answered with the first one's action; one that was recorded but never queued is queued then. If no answer says whether an action was
 * queued, one with a key is accepted and one without is ended, so that it does not run.
 */
public final class SubmitAction implements ApiEndpoint {
    private final ActionTarget target;
    private final AgentStore agents;
    private final ActionStore actions;
    private final ActionQueue queue;
    private final Clock clock;

    public SubmitAction(ActionTarget target, AgentStore agents, ActionStore actions, ActionQueue queue, Clock clock) {
        this.target = target;
        this.agents = agents;
        this.actions = actions;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * What a caller sends: one of provider and connectionId.
     *
     * @param input what the action takes; the worker checks it
     * @param deadline for how long it is tried again, as an ISO 8601 duration; absent: 15 minutes
     */
    record Body(
            Optional<String> provider,
            Optional<String> connectionId,
            String action,
            JsonNode input,
            Optional<String> agentId,
            Optional<String> deadline) {}

    private record Answer(String actionId, String status, String connectionId) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.caller();
        Body body = request.json(Body.class);
        checkAgent(body);
        Duration deadline = deadline(body);
        Optional<ActionStore.IdempotencyKey> key = IdempotencyHeader.of(request);
        ActionMessage message;
        try {
            body.agentId().ifPresent(agent -> checkRunning(member.workspace(), agent));
            Connection connection = target.connection(member.workspace(), body);
            Instant now = clock.instant();
            message = new ActionMessage(
                    new AcceptedAction(
                            member.workspace(),
                            ActionId.random(),
                            body.action(),
                            target.provider(connection, body.action()).name(),
                            connection.id(),
                            body.agentId(),
                            now,
                            now.plus(deadline)),
                    request.id(),
                    body.input());
            target.checkQueue(connection);
        } catch (ProblemException refused) {
            // What was accepted once stays accepted, whatever became of the connection since.
            return key.flatMap(present -> actions.recorded(member.workspace(), present))
                    .map(recorded -> repeated(member.workspace(), recorded, request.id(), body.input()))
                    .orElseThrow(() -> refused);
        }
        if (!ActionQueue.fits(message)) {
            throw Problem.tooLarge("input", "\"input\" is larger than a queue takes: 1 MiB, as JSON in UTF-8")
                    .asException();
        }
        return key.map(present -> submitOnce(message, present)).orElseGet(() -> submit(message));
    }

    /** Refuses the action of a paused agent. An agent that is not registered is never paused. */
    private void checkRunning(WorkspaceId workspace, String agent) {
        agents.find(workspace, new AgentId(agent))
                .filter(found -> found.pause().isPresent())
                .ifPresent(paused -> {
                    throw Problem.of(409, "agent_paused", "Agent paused", paused.pausedSays() + ". Resume it first")
                            .asException();
                });
    }

    private static void checkAgent(Body body) {
        if (body.agentId().filter(agent -> !AgentId.matches(agent)).isPresent()) {
            throw Problem.badField("agentId", "An agent id is 1 to 128 letters, digits and . _ : -")
                    .asException();
        }
        if (!body.input().isObject()) {
            throw Problem.badField("input", "\"input\" must be an object").asException();
        }
    }

    private static Duration deadline(Body body) {
        return body.deadline()
                .map(text -> ActionDeadline.parse(text)
                        .orElseThrow(() -> Problem.badField(
                                        "deadline",
                                        "\"deadline\" must be an ISO 8601 duration of at most 12 hours, such as PT2H")
                                .asException()))
                .orElse(ActionDeadline.STANDARD);
    }

    private ApiResponse submit(ActionMessage message) {
        ActionRecord queued = message.queued();
        actions.put(queued);
        return accepted(
                switch (sent(message, queued)) {
                    case Sending.Accepted accepted -> queued;
                    case Sending.Refused refused -> throw refused(queued);
                    // The caller never learns this action's id, so it must not run later, unless it already runs.
                    case Sending.Unanswered unanswered ->
                        begun(fail(queued, "It could not be queued", "Send it again"));
                });
    }

    /** Sends the message. If AWS refuses it, as when a permission is missing, the action fails instead of staying queued. */
    private Sending sent(ActionMessage message, ActionRecord queued) {
        try {
            return queue.send(message);
        } catch (SdkException deployment) {
            fail(queued, "It could not be queued", "Ask the operator of Patchbay");
            throw deployment;
        }
    }

    private Change fail(ActionRecord queued, String message, String suggestion) {
        return actions.fail(
                queued, ActionState.FAILED, new ActionFailure("not_accepted", message, Optional.of(suggestion)));
    }

    /** The queue's answer was lost: a worker that has begun proves that the message came through. */
    private static ActionRecord begun(Change change) {
        return switch (change) {
            case Change.Overtaken overtaken -> overtaken.now();
            case Change.Made made -> throw notQueued();
            case Change.Gone gone -> throw notQueued();
        };
    }

    private RuntimeException refused(ActionRecord queued) {
        fail(queued, "The queue does not take this input", "Send another input");
        return Problem.badField("input", "The queue does not take this input, and will not if it is sent again")
                .asException();
    }

    private ApiResponse submitOnce(ActionMessage message, ActionStore.IdempotencyKey key) {
        return switch (actions.put(message.queued(), key)) {
            case Recorded.New first -> accepted(queued(message, message.queued()));
            case Recorded.Seen seen -> repeated(message.workspace(), seen, message.correlation(), message.input());
        };
    }

    private ApiResponse repeated(WorkspaceId workspace, Recorded.Seen seen, String correlation, JsonNode input) {
        return switch (seen) {
            case Recorded.Before before ->
                accepted(requeued(workspace, before.id(), correlation, input))
                        .withHeader("Idempotency-Replayed", "true");
            case Recorded.KeyReused other ->
                throw Problem.of(
                                422,
                                "idempotency_key_reused",
                                "Idempotency key reused",
                                "This Idempotency-Key stood for another request within the last 24 hours. Use a new one")
                        .asException();
        };
    }

    /** The first request may have died between record and queue. A second message is harmless: one claim wins. */
    private ActionRecord requeued(WorkspaceId workspace, ActionId id, String correlation, JsonNode input) {
        ActionRecord recorded = actions.find(workspace, id)
                .orElseThrow(() -> new IllegalStateException("Key and action are written together"));
        if (recorded.state() != ActionState.QUEUED) {
            return recorded;
        }
        ActionMessage message = new ActionMessage(recorded.accepted(), correlation, input);
        return queued(message, recorded);
    }

    /**
     * Queues an action that has a key. If no answer comes it is accepted as it is: its message may be in the queue, so a request to send
     * it again with another key could run it twice. If the message is lost, the same request again queues it, or it ends as overdue.
     */
    private ActionRecord queued(ActionMessage message, ActionRecord recorded) {
        return switch (queue.send(message)) {
            case Sending.Accepted accepted -> recorded;
            case Sending.Refused refused -> throw refused(recorded);
            case Sending.Unanswered unanswered ->
                actions.find(recorded.workspace(), recorded.id()).orElseThrow(SubmitAction::notQueued);
        };
    }

    private static RuntimeException notQueued() {
        return Problem.of(503, "not_accepted", "Not accepted", "The action could not be queued. Send it again")
                .asException();
    }

    private static ApiResponse accepted(ActionRecord action) {
        Telemetry.identify("action", action.id().value());
        return ApiResponse.json(
                        202,
                        new Answer(
                                action.id().value(),
                                action.state().name().toLowerCase(Locale.ROOT),
                                action.connection().value()))
                .withHeader("Location", "/api/actions/" + action.id());
    }
}
