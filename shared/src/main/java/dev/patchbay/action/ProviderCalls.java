package dev.patchbay.action;

import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.connection.CallAuthorization;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.FreshTokens;
import dev.patchbay.provider.OAuthAppMissingException;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the calls of a claimed action, and decides by their failures whether there is another. Thread-safe. */
final class ProviderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);

    private final ConnectionStore connections;
    private final FreshTokens freshTokens;
    private final CallAuthorization authorization;
    private final ActionRetries retries;
    private final ActionOutcomes outcomes;

    ProviderCalls(
            ConnectionStore connections,
            FreshTokens freshTokens,
            CallAuthorization authorization,
            ActionRetries retries,
            ActionOutcomes outcomes) {
        this.connections = connections;
        this.freshTokens = freshTokens;
        this.authorization = authorization;
        this.retries = retries;
        this.outcomes = outcomes;
    }

    /**
     * A call about to be made.
     *
     * @param attempt counts from 1, over all deliveries
     * @param renewed whether the token was already renewed because the provider had refused it
     */
    record Call(FreshTokens.Result.Ready access, ActionRecord claimed, int attempt, boolean renewed) {}

    <I> Disposition called(ActionRun<I> run, I input, Call call) {
        Connection connection = call.access().connection();
        try {
            ActionResult result = run.action()
                    .call(
                            input,
                            new ProviderAction.Access(
                                    call.access().credential().usedWith(run.provider()),
                                    connection,
                                    call.access().credential().secret(),
                                    authorization));
            Disposition done = outcomes.succeeded(call.claimed(), result);
            noteUse(connection);
            return done;
        } catch (OAuthAppMissingException missing) {
            LOG.error("The OAuth app of {} is missing", run.provider().name(), missing);
            return outcomes.requeued(
                    run,
                    call.claimed(),
                    call.attempt() - 1,
                    run.delivery().growing(ActionRunner.APP_WAIT),
                    Failures.appBroken(run.provider().title() + ": the OAuth app is not set up"));
        } catch (ProviderException e) {
            if (e.error() instanceof ProviderError.Unauthorized refused) {
                return call.renewed() ? unauthorized(run, call, refused) : renewed(run, input, call, refused);
            }
            return afterFailure(run, input, call, e.error());
        }
    }

    /** Whoever shows a connection likes to know; the action is done without it. */
    private void noteUse(Connection connection) {
        try {
            connections.touch(connection);
        } catch (SdkException unavailable) {
            LOG.warn("The use of a connection could not be noted", unavailable);
        }
    }

    /** The provider refused the token and so did nothing: one more call is made if the token can be renewed. */
    private <I> Disposition renewed(ActionRun<I> run, I input, Call call, ProviderError.Unauthorized refused) {
        ActionRecord claimed = call.claimed();
        // Not counted as an attempt where it must wait: the call itself has yet to be tried.
        int attemptsBefore = call.attempt() - 1;
        return switch (freshTokens.renewed(call.access().connection(), run.remaining())) {
            case FreshTokens.Result.Ready again ->
                run.hasTimeForACall()
                        ? called(run, input, new Call(again, claimed, call.attempt(), true))
                        : outcomes.requeued(run, claimed, attemptsBefore, Duration.ZERO, Failures.noTime());
            case FreshTokens.Result.Later later ->
                outcomes.requeued(
                        run,
                        claimed,
                        attemptsBefore,
                        run.delivery().growing(later.after()),
                        Failures.unavailable(later.reason()));
            case FreshTokens.Result.Ended ended ->
                outcomes.failed(
                        run,
                        claimed,
                        ActionState.FAILED,
                        ended.status() == ConnectionStatus.REVOKED
                                ? Failures.refused(run.provider(), refused)
                                : Failures.unusable(run.provider(), ended.status()));
            case FreshTokens.Result.AppBroken broken ->
                outcomes.requeued(
                        run,
                        claimed,
                        attemptsBefore,
                        run.delivery().growing(ActionRunner.APP_WAIT),
                        Failures.appBroken(broken.reason()));
        };
    }

    private <I> Disposition afterFailure(ActionRun<I> run, I input, Call call, ProviderError error) {
        ActionRecord claimed = call.claimed();
        return switch (retries.after(error, call.attempt(), run.action().safeToRepeat())) {
            case ActionRetries.Next.Again again ->
                run.hasTimeForACall()
                        ? called(run, input, new Call(call.access(), claimed, call.attempt() + 1, call.renewed()))
                        : outcomes.requeued(run, claimed, call.attempt(), Duration.ZERO, Failures.of(error));
            case ActionRetries.Next.Requeue requeue ->
                outcomes.requeued(run, claimed, call.attempt(), requeue.after(), Failures.of(error));
            case ActionRetries.Next.GiveUp giveUp ->
                outcomes.failed(run, claimed, ActionState.FAILED, Failures.of(error));
            case ActionRetries.Next.OutcomeUnknown unknown ->
                outcomes.failed(run, claimed, ActionState.UNKNOWN, Failures.unknown(run.provider()));
        };
    }

    private Disposition unauthorized(ActionRun<?> run, Call call, ProviderError.Unauthorized refused) {
        connections.end(call.access().connection(), ConnectionStatus.REVOKED, "unauthorized");
        LOG.warn("{} refused the credential: {}", run.provider().name(), refused.message());
        return outcomes.failed(run, call.claimed(), ActionState.FAILED, Failures.refused(run.provider(), refused));
    }
}
