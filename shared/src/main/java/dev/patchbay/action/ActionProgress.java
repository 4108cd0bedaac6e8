package dev.patchbay.action;

import java.time.Instant;
import java.util.Optional;

/**
 * How far an action is.
 *
 * @param attempts how many calls were made
 * @param runningUntil while running: when the worker that began it has ended
 * @param nextAttemptAt while it waits for another attempt: when that is made at the earliest
 */
public record ActionProgress(
        ActionState state, int attempts, Optional<Instant> runningUntil, Optional<Instant> nextAttemptAt) {
    /** The progress of an action that was never tried. */
    static final ActionProgress QUEUED = new ActionProgress(ActionState.QUEUED, 0, Optional.empty(), Optional.empty());

    /** Returns the same after so many calls. */
    ActionProgress withAttempts(int made) {
        return new ActionProgress(state, made, runningUntil, nextAttemptAt);
    }
}
