package dev.patchbay.action;

import dev.patchbay.action.ActionStore.Claim;
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
 * Takes one action from its message to its outcome: input checked, connection usable, token fresh, claimed, called, recorded.
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
    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final FreshTokens freshTokens;
    private final ActionRetries retries;
    private final Clock clock;

    public ActionRunner(
            List<ProviderAction<?>> actions,
            ActionStore store,
            ConnectionStore connections,
            ProviderCatalog catalog,
            FreshTokens freshTokens,
            ActionRetries retries,
            Clock clock) {
        this.actions = actions.stream().collect(Collectors.toMap(ProviderAction::name, Function.identity()));
        this.store = store;
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

        /** Not yet: deliver it again after the wait. */
        record Later(Duration after) implements Disposition {}
    }

    /**
     * Runs one delivery.
     *
     * @param remaining how long the worker may still run
     */
    public Disposition run(ActionMessage message, Duration remaining) {
        Instant deadline = clock.instant().plus(remaining);
        Provider provider = catalog.get(message.provider());
        return Optional.<ProviderAction<?>>ofNullable(actions.get(message.action()))
                .map(action -> attempt(new Run<>(action, message, provider, deadline)))
                .orElseGet(() -> failed(
                        message.queued(),
                        ActionState.FAILED,
                        new ActionFailure(
                                "unknown_action",
                                "This worker knows no action " + message.action(),
                                Optional.empty())));
    }

    private record Run<I>(ProviderAction<I> action, ActionMessage message, Provider provider, Instant deadline) {}

    private <I> Disposition attempt(Run<I> run) {
        ActionMessage message = run.message();
        I input;
        try {
            input = JsonInput.read(message.input(), run.action().inputType());
            run.action().check(input);
        } catch (JsonInputException malformed) {
            return failed(
                    message.queued(),
                    ActionState.FAILED,
                    new ActionFailure("invalid_input", malformed.getMessage(), Optional.empty()));
        } catch (ProviderException refused) {
            return failed(message.queued(), ActionState.FAILED, Failures.of(refused.error()));
        }
        Optional<Connection> connection = connections.find(message.workspace(), message.connection());
        ConnectionStatus status = connection.map(Connection::status).orElse(ConnectionStatus.DISCONNECTED);
        if (connection.isEmpty() || !status.usable()) {
            return failed(message.queued(), ActionState.FAILED, Failures.unusable(run.provider(), status));
        }
        return switch (freshTokens.of(connection.get(), remaining(run))) {
            case FreshTokens.Result.Ready ready -> claimed(run, input, ready);
            case FreshTokens.Result.Later later -> new Disposition.Later(later.after());
            case FreshTokens.Result.Ended ended ->
                failed(message.queued(), ActionState.FAILED, Failures.unusable(run.provider(), ended.status()));
            case FreshTokens.Result.AppBroken broken ->
                failed(message.queued(), ActionState.FAILED, Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition claimed(Run<I> run, I input, FreshTokens.Result.Ready ready) {
        if (remaining(run).compareTo(TIME_FOR_A_CALL) < 0) {
            return new Disposition.Later(Duration.ZERO);
        }
        ActionMessage message = run.message();
        return switch (store.claim(message.workspace(), message.id(), run.deadline())) {
            case Claim.Ours ours ->
                called(run, input, new Call(ready, ours.action(), ours.action().attempts(), false));
            case Claim.Refused refused -> alreadySeen(run, refused.action());
            case Claim.Gone gone -> new Disposition.Done();
        };
    }

    private Disposition alreadySeen(Run<?> run, ActionRecord action) {
        if (action.state().terminal()) {
            return new Disposition.Done();
        }
        Instant until = action.runningUntil().orElse(clock.instant());
        if (clock.instant().isBefore(until)) {
            return new Disposition.Later(
                    Duration.between(clock.instant(), until).plusSeconds(1));
        }
        if (run.action().safeToRepeat()) {
            store.requeue(action, action.attempts(), Failures.later("A worker broke off; this is safe to repeat"));
            return new Disposition.Later(Duration.ZERO);
        }
        return failed(action, ActionState.UNKNOWN, Failures.unknown(run.provider()));
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
                                    run.provider(),
                                    connection,
                                    call.access().credential().secret()));
            return succeeded(connection, call.claimed(), result);
        } catch (ProviderException e) {
            if (e.error() instanceof ProviderError.Unauthorized refused) {
                return call.renewed()
                        ? unauthorized(connection, run.provider(), call.claimed(), refused)
                        : renewed(run, input, call, refused);
            }
            return afterFailure(run, input, call, e.error());
        }
    }

    /** The provider refused the token and so did nothing: one more call is made if the token can be renewed. */
    private <I> Disposition renewed(Run<I> run, I input, Call call, ProviderError.Unauthorized refused) {
        ActionRecord claimed = call.claimed();
        return switch (freshTokens.renewed(call.access().connection(), remaining(run))) {
            case FreshTokens.Result.Ready again -> called(run, input, new Call(again, claimed, call.attempt(), true));
            case FreshTokens.Result.Later later -> {
                // Not counted as an attempt: what passes is an outage, and the call itself has yet to be tried.
                store.requeue(claimed, call.attempt() - 1, Failures.later(later.reason()));
                yield new Disposition.Later(later.after());
            }
            case FreshTokens.Result.Ended ended ->
                failed(
                        claimed,
                        ActionState.FAILED,
                        ended.status() == ConnectionStatus.REVOKED
                                ? Failures.refused(run.provider(), refused)
                                : Failures.unusable(run.provider(), ended.status()));
            case FreshTokens.Result.AppBroken broken ->
                failed(claimed, ActionState.FAILED, Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition afterFailure(Run<I> run, I input, Call call, ProviderError error) {
        ActionRecord claimed = call.claimed();
        return switch (retries.after(error, call.attempt(), run.action().safeToRepeat())) {
            case ActionRetries.Next.Again again ->
                called(run, input, new Call(call.access(), claimed, call.attempt() + 1, call.renewed()));
            case ActionRetries.Next.Requeue requeue -> {
                store.requeue(claimed, call.attempt(), Failures.of(error));
                yield new Disposition.Later(requeue.after());
            }
            case ActionRetries.Next.GiveUp giveUp -> failed(claimed, ActionState.FAILED, Failures.of(error));
            case ActionRetries.Next.OutcomeUnknown unknown ->
                failed(claimed, ActionState.UNKNOWN, Failures.unknown(run.provider()));
        };
    }

    private Disposition unauthorized(
            Connection connection, Provider provider, ActionRecord claimed, ProviderError.Unauthorized refused) {
        connections.end(connection, ConnectionStatus.REVOKED, "unauthorized");
        LOG.warn("{} refused the credential: {}", provider.name(), refused.message());
        return failed(claimed, ActionState.FAILED, Failures.refused(provider, refused));
    }

    private Disposition succeeded(Connection connection, ActionRecord claimed, ActionResult result) {
        store.succeed(claimed, result);
        connections.touch(connection);
        count(claimed, ActionState.SUCCEEDED);
        return new Disposition.Done();
    }

    private Disposition failed(ActionRecord seen, ActionState state, ActionFailure failure) {
        store.fail(seen, state, failure);
        count(seen, state);
        LOG.info("Action {}: {}", state, failure.code());
        return new Disposition.Done();
    }

    private static void count(ActionRecord action, ActionState outcome) {
        Telemetry.count(
                "Actions",
                1,
                Map.of(
                        "Provider", action.provider().value(),
                        "Outcome", outcome.name().toLowerCase(Locale.ROOT)));
    }

    private Duration remaining(Run<?> run) {
        return Duration.between(clock.instant(), run.deadline());
    }
}
