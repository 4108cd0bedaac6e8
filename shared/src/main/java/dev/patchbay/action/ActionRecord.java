package dev.patchbay.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/**
 * An action as it is stored. Its input is not: that travels through the queue and is gone when the action is done.
 *
 * @param agent on whose behalf it runs, if an agent's
 * @param attempts how many calls were made
 * @param runningUntil while running: when the worker that began it has ended
 * @param result of a success
 * @param failure of a failure, and of an unknown outcome why it is unknown
 * @param deadline until when it is tried again
 * @param nextAttemptAt while it waits for another attempt: when that is made at the earliest
 */
public record ActionRecord(
        WorkspaceId workspace,
        ActionId id,
        String action,
        ProviderId provider,
        ConnectionId connection,
        Optional<String> agent,
        ActionState state,
        int attempts,
        Optional<Instant> runningUntil,
        ObjectNode result,
        Optional<ActionFailure> failure,
        Instant createdAt,
        Instant deadline,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> finishedAt) {
    /** The same after so many calls. */
    ActionRecord withAttempts(int made) {
        return new ActionRecord(
                workspace,
                id,
                action,
                provider,
                connection,
                agent,
                state,
                made,
                runningUntil,
                result,
                failure,
                createdAt,
                deadline,
                nextAttemptAt,
                finishedAt);
    }
}
