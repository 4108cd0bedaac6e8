package dev.patchbay.action;

import dev.patchbay.action.ActionStore.Change;
import dev.patchbay.action.ActionStore.Claim;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.JsonInput;
import dev.patchbay.http.JsonInputException;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes one action from its message to its outcome: input checked, agent running, connection usable, token fresh, claimed, called, recorded.
 *
 * <p>The claim stands just before the call. A delivery that finds the action claimed by a crashed worker cannot know whether the
 * provider was reached: unless the action is safe to repeat, its outcome is {@link ActionState#UNKNOWN} and it is not sent
 * again. Thread-safe.
 */
public final class ActionRunner {
    private final Map<String, ProviderAction<?>> actions;
    private final ActionStore store;
    private final AgentStore agents;
    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final FreshTokens freshTokens;
    private final ActionRetries retries;
    private final ActionOutcomes outcomes;
    private final ProviderCalls calls;
    private final Clock clock;

    public ActionRunner(
            List<ProviderAction<?>> actions,
            ActionStore store,
            AgentStore agents,
            ConnectionStore connections,
            ProviderCatalog catalog,
            FreshTokens freshTokens,
            CallAuthorization authorization,
            ActionRetries retries,
            Clock clock) {
        this.actions = actions.stream().collect(Collectors.toMap(ProviderAction::name, Function.identity()));
        this.store = store;
        this.agents = agents;
        this.connections = connections;
        this.catalog = catalog;
        this.freshTokens = freshTokens;
        this.retries = retries;
        this.outcomes = new ActionOutcomes(store, clock);
        this.calls = new ProviderCalls(connections, freshTokens, authorization, retries, outcomes);
        this.clock = clock;
    }

    /** What happens with the message. */
    public sealed interface Disposition {
        /** The outcome is recorded: the message can go. */
        record Done() implements Disposition {}

        /** Not done yet: deliver it again after the wait. Never for the last delivery, unless another worker runs it. */
        record Later(Duration after) implements Disposition {}
    }

    /** Runs one delivery. */
    public Disposition run(ActionMessage message, Delivery delivery) {
        Instant deadline = clock.instant().plus(delivery.remaining());
        Provider provider = catalog.get(message.provider());
        return Optional.<ProviderAction<?>>ofNullable(actions.get(message.action()))
                .map(action -> attempt(new ActionRun<>(action, message, provider, delivery, deadline, clock)))
                .orElseGet(() -> unknownAction(message));
    }

    /**
     * Ends an action that will not be delivered again. If a worker has begun it, its outcome is unknown.
     *
     * @return whether the record has an outcome now
     */
    boolean abandon(ActionMessage message) {
        Change change = outcomes.record(
                message.queued(),
                ActionState.FAILED,
                new ActionFailure("internal_error", "Something went wrong here", Optional.of("Send it again")));
        if (change instanceof Change.Overtaken begun && begun.now().state() == ActionState.RUNNING) {
            change = outcomes.record(
                    begun.now(), ActionState.UNKNOWN, Failures.unknown(catalog.get(message.provider())));
        }
        return switch (change) {
            case Change.Made made -> true;
            case Change.Overtaken overtaken -> overtaken.now().state().terminal();
            case Change.Gone gone -> true;
        };
    }

    private Disposition unknownAction(ActionMessage message) {
        outcomes.record(
                message.queued(),
                ActionState.FAILED,
                new ActionFailure(
                        "unknown_action", "This worker knows no action " + message.action(), Optional.empty()));
        return new Disposition.Done();
    }

    private <I> Disposition attempt(ActionRun<I> run) {
        ActionMessage message = run.message();
        I input;
        try {
            input = JsonInput.read(message.input(), run.action().inputType());
            run.action().check(input);
        } catch (JsonInputException malformed) {
            return unclaimed(run, new ActionFailure("invalid_input", malformed.getMessage(), Optional.empty()));
        } catch (ProviderException refused) {
            return unclaimed(run, Failures.of(refused.error()));
        }
        Optional<Agent> paused = message.accepted()
                .agent()
                .flatMap(agent -> agents.find(message.workspace(), new AgentId(agent)))
                .filter(agent -> agent.pause().isPresent());
        if (paused.isPresent()) {
            return unclaimed(run, Failures.agentPaused(paused.get()));
        }
        Optional<Connection> connection = connections.find(message.workspace(), message.connection());
        ConnectionStatus status = connection.map(Connection::status).orElse(ConnectionStatus.DISCONNECTED);
        if (connection.isEmpty() || !status.usable()) {
            return unclaimed(run, Failures.unusable(run.provider(), status));
        }
        return switch (freshTokens.of(connection.get(), run.remaining())) {
            case CredentialResult.Ready ready -> claimed(run, input, ready);
            case CredentialResult.Later later -> waits(run, later.after(), Failures.unavailable(later.reason()));
            case CredentialResult.Ended ended -> unclaimed(run, Failures.unusable(run.provider(), ended.status()));
            case CredentialResult.AppBroken broken ->
                // The operator's to fix: the action waits until its deadline.
                waits(run, Duration.ZERO, Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition claimed(ActionRun<I> run, I input, CredentialResult.Ready ready) {
        ActionMessage message = run.message();
        if (!run.hasTimeForACall()) {
            return outcomes.again(run, message.queued(), Duration.ZERO, Failures.noTime());
        }
        return switch (store.claim(message.workspace(), message.id(), run.deadline())) {
            case Claim.Ours ours -> calls.called(run, input, new ProviderCalls.Call(ready, ours.action(), false));
            case Claim.Refused refused -> outcomes.alreadySeen(run, refused.action());
            case Claim.Gone gone -> new Disposition.Done();
        };
    }

    /** Leaves an action that was not claimed to a later delivery, unless its deadline allows none. */
    private Disposition waits(ActionRun<?> run, Duration asked, ActionFailure reason) {
        ActionRecord queued = run.message().queued();
        return retries.wait(asked, run.tries(1))
                .map(wait -> outcomes.again(run, queued, wait, reason))
                .orElseGet(() -> outcomes.gaveUp(run, queued, reason));
    }

    private Disposition unclaimed(ActionRun<?> run, ActionFailure failure) {
        return outcomes.failed(run, run.message().queued(), ActionState.FAILED, failure);
    }
}
