package dev.patchbay.action;

import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.action.ActionStore.Change;
import dev.patchbay.aws.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records how actions end or wait, each once, and decides what happens with the message. Thread-safe. */
final class ActionOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(ActionOutcomes.class);

    private final ActionStore store;
    private final Clock clock;

    ActionOutcomes(ActionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Disposition succeeded(ActionRecord claimed, ActionResult result) {
        if (store.succeed(claimed, result) instanceof Change.Made) {
            count(claimed, ActionState.SUCCEEDED);
        }
        return new Disposition.Done();
    }

    /** Handles an action that an earlier delivery claimed: that one ended it, is running it, returned it to the queue, or crashed. */
    Disposition alreadySeen(ActionRun<?> run, ActionRecord action) {
        if (action.state().terminal()) {
            return new Disposition.Done();
        }
        if (action.state() == ActionState.QUEUED) {
            return new Disposition.Later(Duration.ZERO);
        }
        Instant until = action.progress().runningUntil().orElse(clock.instant());
        if (clock.instant().isBefore(until)) {
            return new Disposition.Later(
                    Duration.between(clock.instant(), until).plusSeconds(1));
        }
        return run.action().safeToRepeat()
                ? requeued(
                        run, action, Duration.ZERO, Failures.unavailable("A worker broke off; this is safe to repeat"))
                : failed(run, action, ActionState.UNKNOWN, Failures.unknown(run.provider()));
    }

    /** Returns a claimed action to the queue, to be delivered again after the wait. */
    Disposition requeued(ActionRun<?> run, ActionRecord claimed, Duration wait, ActionFailure reason) {
        if (run.delivery().last()) {
            return gaveUp(run, claimed, reason);
        }
        store.requeue(claimed, reason, clock.instant().plus(wait));
        return new Disposition.Later(wait);
    }

    /** Leaves an action that was not claimed to the next delivery, and notes why it waits. */
    Disposition again(ActionRun<?> run, ActionRecord seen, Duration wait, ActionFailure reason) {
        if (run.delivery().last()) {
            return gaveUp(run, seen, reason);
        }
        if (wait.isPositive()) {
            store.waits(seen, reason, clock.instant().plus(wait));
        }
        return new Disposition.Later(wait);
    }

    /** Fails an action that gets no further attempt, by its deadline or because this delivery is the last, with what was tried. */
    Disposition gaveUp(ActionRun<?> run, ActionRecord seen, ActionFailure reason) {
        Duration since = Duration.between(seen.accepted().createdAt(), clock.instant());
        return failed(
                run,
                seen,
                ActionState.FAILED,
                Failures.gaveUp(reason, seen.progress().attempts(), since));
    }

    /** Ends an action, unless another process has changed it since it was seen: then that change decides. */
    Disposition failed(ActionRun<?> run, ActionRecord seen, ActionState state, ActionFailure failure) {
        return record(seen, state, failure) instanceof Change.Overtaken overtaken
                ? alreadySeen(run, overtaken.now())
                : new Disposition.Done();
    }

    /** Ends an action without success, and counts it if this call did so. */
    Change record(ActionRecord seen, ActionState state, ActionFailure failure) {
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
}
