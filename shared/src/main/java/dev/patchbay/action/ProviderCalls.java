package dev.patchbay.action;

import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the calls of a claimed action, and decides by their failures whether there is another. Thread-safe. */
final class ProviderCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);
    private static final Duration RENEWED_AT_MOST_EVERY = Duration.ofMinutes(10);

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
     * @param claimed with this call among its attempts
     * @param renewed whether the token was already renewed because the provider had refused it
     */
    record Call(CredentialResult.Ready access, ActionRecord claimed, boolean renewed) {
        Connection connection() {
            return access.connection();
        }

        int attempt() {
            return claimed.progress().attempts();
        }

        /** As before this call, which is not counted if it must wait. */
        ActionRecord before() {
            return claimed.withAttempts(attempt() - 1);
        }

        Call again() {
            return new Call(access, claimed.withAttempts(attempt() + 1), renewed);
        }

        /** Whether another token can be had: this credential can be refreshed, and was not just now. */
        boolean renewable(Instant now) {
            return !renewed
                    && access.credential().refreshable()
                    && !(connection().doubted()
                            && connection()
                                    .access()
                                    .tokensIssuedAt()
                                    .plus(RENEWED_AT_MOST_EVERY)
                                    .isAfter(now));
        }
    }

    <I> Disposition called(ActionRun<I> run, I input, Call call) {
        Connection connection = call.connection();
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
            noteUse(call.access());
            return done;
        } catch (OAuthAppMissingException missing) {
            LOG.error("The OAuth app of {} is missing", run.provider().name(), missing);
            ActionFailure reason = Failures.appBroken(run.provider().title() + ": the OAuth app is not set up");
            return untried(run, call, Duration.ZERO, reason);
        } catch (ProviderException e) {
            return e.error() instanceof ProviderError.Unauthorized
                            && call.renewable(run.clock().instant())
                    ? renewed(run, input, call)
                    : afterFailure(run, input, call, e.error());
        }
    }

    /** Notes the use, for display only. Best effort: the action succeeds without it. */
    private void noteUse(CredentialResult.Ready access) {
        try {
            freshTokens.accepted(access);
            connections.touch(access.connection());
        } catch (SdkException unavailable) {
            LOG.warn("The use of a connection could not be noted", unavailable);
        }
    }

    /** The provider refused the token and so did nothing: one more call is made if the token can be renewed. */
    private <I> Disposition renewed(ActionRun<I> run, I input, Call call) {
        return switch (freshTokens.renewed(call.connection(), run.remaining())) {
            case CredentialResult.Ready again ->
                run.hasTimeForACall()
                        ? called(run, input, new Call(again, call.claimed(), true))
                        : outcomes.requeued(run, call.before(), Duration.ZERO, Failures.noTime());
            case CredentialResult.Later later ->
                untried(run, call, later.after(), Failures.unavailable(later.reason()));
            case CredentialResult.Ended ended ->
                outcomes.failed(
                        run, call.claimed(), ActionState.FAILED, Failures.unusable(run.provider(), ended.status()));
            case CredentialResult.AppBroken broken ->
                untried(run, call, Duration.ZERO, Failures.appBroken(broken.reason()));
        };
    }

    /** Returns an action to the queue before its call, unless its deadline allows no further attempt. */
    private Disposition untried(ActionRun<?> run, Call call, Duration asked, ActionFailure reason) {
        return retries.wait(asked, run.tries(call.attempt()))
                .map(wait -> outcomes.requeued(run, call.before(), wait, reason))
                .orElseGet(() -> outcomes.gaveUp(run, call.claimed(), reason));
    }

    private <I> Disposition afterFailure(ActionRun<I> run, I input, Call call, ProviderError error) {
        ActionRecord claimed = call.claimed();
        ActionRetries.Next next =
                retries.after(error, run.tries(call.attempt()), run.action().safeToRepeat());
        if (error instanceof ProviderError.Unauthorized && !(next instanceof ActionRetries.Next.Again)) {
            doubt(run, call);
        }
        return switch (next) {
            case ActionRetries.Next.Again again ->
                run.hasTimeForACall()
                        ? called(run, input, call.again())
                        : outcomes.requeued(run, claimed, Duration.ZERO, Failures.of(error));
            case ActionRetries.Next.Requeue requeue ->
                outcomes.requeued(run, claimed, requeue.after(), Failures.of(error));
            case ActionRetries.Next.TimeIsUp over -> outcomes.gaveUp(run, claimed, Failures.of(error));
            case ActionRetries.Next.GiveUp giveUp ->
                outcomes.failed(run, claimed, ActionState.FAILED, Failures.of(error));
            case ActionRetries.Next.OutcomeUnknown unknown ->
                outcomes.failed(run, claimed, ActionState.UNKNOWN, Failures.unknown(run.provider()));
        };
    }

    /** Marks the connection as in doubt. A refusal may be a fault of the provider, so the schedule confirms it. */
    private void doubt(ActionRun<?> run, Call call) {
        if (freshTokens.refused(call.connection())) {
            LOG.warn("{} refused the credential of a connection", run.provider().name());
        }
    }
}
