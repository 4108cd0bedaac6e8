package dev.patchbay.action;

import dev.patchbay.action.ActionStore.Change;
import dev.patchbay.action.ActionStore.Claim;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.FreshTokens;
import dev.patchbay.http.JsonInput;
import dev.patchbay.http.JsonInputException;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one action from its message to its outcome: input checked, agent running, connection usable, token fresh, claimed, called, recorded.
 *
 * <p>The claim stands just before the call. A delivery that finds the action claimed by a worker that is dead cannot know whether the
 * provider was reached: unless the action is safe to repeat, its outcome is {@link ActionState#UNKNOWN} and it is not sent
 * again. Thread-safe.
 */
public final class ActionRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);
    private static final Duration TIME_FOR_A_CALL = Duration.ofSeconds(12);

    private final Map<String, ProviderAction<?>> actions;
    private final ActionStore store;
    private final AgentStore agents;
    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final FreshTokens freshTokens;
    private final ActionRetries retries;
    private final Clock clock;

    public ActionRunner(
            List<ProviderAction<?>> actions,
            ActionStore store,
            AgentStore agents,
            ConnectionStore connections,
            ProviderCatalog catalog,
            FreshTokens freshTokens,
            ActionRetries retries,
            Clock clock) {
        this.actions = actions.stream().collect(Collectors.toMap(ProviderAction::name, Function.identity()));
        this.store = store;
        this.agents = agents;
        this.connections = connections;
        this.catalog = catalog;
        this.freshTokens = freshTokens;
        this.retries = retries;
        this.clock = clock;
    }

    /** What is to happen with the message. */
    public sealed interface Disposition {
        /** The outcome is recorded: the message can go. */
        record Done() implements Disposition {}

        /** Not yet: deliver it again after the wait. Never for the last delivery, unless another worker is at it. */
        record Later(Duration after) implements Disposition {}
    }

    /** Runs one delivery. */
    public Disposition run(ActionMessage message, Delivery delivery) {
        Instant deadline = clock.instant().plus(delivery.remaining());
        Provider provider = catalog.get(message.provider());
        return Optional.<ProviderAction<?>>ofNullable(actions.get(message.action()))
                .map(action -> attempt(new Run<>(action, message, provider, delivery, deadline)))
                .orElseGet(() -> unknownAction(message));
    }

    /** Ends an action that this worker cannot run for a fault of its own, unless a worker has begun it: then it stays as it is. */
    void abandon(ActionMessage message) {
        record(
                message.queued(),
                ActionState.FAILED,
                new ActionFailure("internal_error", "Something went wrong here", Optional.of("Send it again")));
    }

    private record Run<I>(
            ProviderAction<I> action, ActionMessage message, Provider provider, Delivery delivery, Instant deadline) {}

    private Disposition unknownAction(ActionMessage message) {
        record(
                message.queued(),
                ActionState.FAILED,
                new ActionFailure(
                        "unknown_action", "This worker knows no action " + message.action(), Optional.empty()));
        return new Disposition.Done();
    }

    private <I> Disposition attempt(Run<I> run) {
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
        Optional<Agent> paused = message.agent()
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
        return switch (freshTokens.of(connection.get(), remaining(run))) {
            case FreshTokens.Result.Ready ready -> claimed(run, input, ready);
            case FreshTokens.Result.Later later ->
                again(
                        run,
                        message.queued(),
                        run.delivery().growing(later.after()),
                        Failures.unavailable(later.reason()));
            case FreshTokens.Result.Ended ended -> unclaimed(run, Failures.unusable(run.provider(), ended.status()));
            case FreshTokens.Result.AppBroken broken -> unclaimed(run, Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition claimed(Run<I> run, I input, FreshTokens.Result.Ready ready) {
        ActionMessage message = run.message();
        if (!enoughTime(run)) {
            return again(run, message.queued(), Duration.ZERO, Failures.noTime());
        }
        return switch (store.claim(message.workspace(), message.id(), run.deadline())) {
            case Claim.Ours ours ->
                called(run, input, new Call(ready, ours.action(), ours.action().attempts(), false));
            case Claim.Refused refused -> alreadySeen(run, refused.action());
            case Claim.Gone gone -> new Disposition.Done();
        };
    }

    /** Another delivery was here before this one: it ended the action, is at it, gave it back, or died. */
    private Disposition alreadySeen(Run<?> run, ActionRecord action) {
        if (action.state().terminal()) {
            return new Disposition.Done();
        }
        if (action.state() == ActionState.QUEUED) {
            return new Disposition.Later(Duration.ZERO);
        }
        Instant until = action.runningUntil().orElse(clock.instant());
        if (clock.instant().isBefore(until)) {
            return new Disposition.Later(
                    Duration.between(clock.instant(), until).plusSeconds(1));
        }
        return run.action().safeToRepeat()
                ? requeued(
                        run,
                        action,
                        action.attempts(),
                        Duration.ZERO,
                        Failures.unavailable("A worker broke off; this is safe to repeat"))
                : failed(run, action, ActionState.UNKNOWN, Failures.unknown(run.provider()));
    }

    /**
     * A call about to be made.
     *
     * @param attempt counts from 1, over all deliveries
     * @param renewed whether the token was already renewed because the provider had refused it
     */
    private record Call(FreshTokens.Result.Ready access, ActionRecord claimed, int attempt, boolean renewed) {}

    private <I> Disposition called(Run<I> run, I input, Call call) {
        Connection connection = call.access().connection();
        try {
            ActionResult result = run.action()
                    .call(
                            input,
                            new ProviderAction.Access(
                                    call.access().credential().usedWith(run.provider()),
                                    connection,
                                    call.access().credential().secret()));
            return succeeded(connection, call.claimed(), result);
        } catch (ProviderException e) {
            if (e.error() instanceof ProviderError.Unauthorized refused) {
                return call.renewed() ? unauthorized(run, call, refused) : renewed(run, input, call, refused);
            }
            return afterFailure(run, input, call, e.error());
        }
    }

    /** The provider refused the token and so did nothing: one more call is made if the token can be renewed. */
    private <I> Disposition renewed(Run<I> run, I input, Call call, ProviderError.Unauthorized refused) {
        ActionRecord claimed = call.claimed();
        // Not counted as an attempt where it must wait: the call itself has yet to be tried.
        int attemptsBefore = call.attempt() - 1;
        return switch (freshTokens.renewed(call.access().connection(), remaining(run))) {
            case FreshTokens.Result.Ready again ->
                enoughTime(run)
                        ? called(run, input, new Call(again, claimed, call.attempt(), true))
                        : requeued(run, claimed, attemptsBefore, Duration.ZERO, Failures.noTime());
            case FreshTokens.Result.Later later ->
                requeued(
                        run,
                        claimed,
                        attemptsBefore,
                        run.delivery().growing(later.after()),
                        Failures.unavailable(later.reason()));
            case FreshTokens.Result.Ended ended ->
                failed(
                        run,
                        claimed,
                        ActionState.FAILED,
                        ended.status() == ConnectionStatus.REVOKED
                                ? Failures.refused(run.provider(), refused)
                                : Failures.unusable(run.provider(), ended.status()));
            case FreshTokens.Result.AppBroken broken ->
                failed(run, claimed, ActionState.FAILED, Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition afterFailure(Run<I> run, I input, Call call, ProviderError error) {
        ActionRecord claimed = call.claimed();
        return switch (retries.after(error, call.attempt(), run.action().safeToRepeat())) {
            case ActionRetries.Next.Again again ->
                enoughTime(run)
                        ? called(run, input, new Call(call.access(), claimed, call.attempt() + 1, call.renewed()))
                        : requeued(run, claimed, call.attempt(), Duration.ZERO, Failures.of(error));
            case ActionRetries.Next.Requeue requeue ->
                requeued(run, claimed, call.attempt(), requeue.after(), Failures.of(error));
            case ActionRetries.Next.GiveUp giveUp -> failed(run, claimed, ActionState.FAILED, Failures.of(error));
            case ActionRetries.Next.OutcomeUnknown unknown ->
                failed(run, claimed, ActionState.UNKNOWN, Failures.unknown(run.provider()));
        };
    }

    private Disposition unauthorized(Run<?> run, Call call, ProviderError.Unauthorized refused) {
        connections.end(call.access().connection(), ConnectionStatus.REVOKED, "unauthorized");
        LOG.warn("{} refused the credential: {}", run.provider().name(), refused.message());
        return failed(run, call.claimed(), ActionState.FAILED, Failures.refused(run.provider(), refused));
    }

    private Disposition succeeded(Connection connection, ActionRecord claimed, ActionResult result) {
        if (store.succeed(claimed, result) instanceof Change.Made) {
            count(claimed, ActionState.SUCCEEDED);
        }
        connections.touch(connection);
        return new Disposition.Done();
    }

    /** Gives a claimed action back to the queue, to be delivered again after the wait. */
    private Disposition requeued(Run<?> run, ActionRecord claimed, int attempts, Duration wait, ActionFailure reason) {
        if (!run.delivery().last()) {
            store.requeue(claimed, attempts, reason);
        }
        return again(run, claimed, wait, reason);
    }

    /** Waits for the next delivery. After the last there is none, so the action fails: nothing stays queued for ever. */
    private Disposition again(Run<?> run, ActionRecord seen, Duration wait, ActionFailure reason) {
        return run.delivery().last()
                ? failed(run, seen, ActionState.FAILED, Failures.gaveUp(reason))
                : new Disposition.Later(wait);
    }

    private Disposition unclaimed(Run<?> run, ActionFailure failure) {
        return failed(run, run.message().queued(), ActionState.FAILED, failure);
    }

    private Disposition failed(Run<?> run, ActionRecord seen, ActionState state, ActionFailure failure) {
        return record(seen, state, failure) instanceof Change.Overtaken overtaken
                ? alreadySeen(run, overtaken.now())
                : new Disposition.Done();
    }

    private Change record(ActionRecord seen, ActionState state, ActionFailure failure) {
        Change change = store.fail(seen, state, failure);
        if (change instanceof Change.Made) {
            count(seen, state);
            LOG.info("Action {}: {}", state, failure.code());
        }
        return change;
    }

    private static void count(ActionRecord action, ActionState outcome) {
        Telemetry.count(
                "Actions",
                1,
                Map.of(
                        "Provider", action.provider().value(),
                        "Outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }

    private boolean enoughTime(Run<?> run) {
        return remaining(run).compareTo(TIME_FOR_A_CALL) >= 0;
    }

    private Duration remaining(Run<?> run) {
        return Duration.between(clock.instant(), run.deadline());
    }
}
