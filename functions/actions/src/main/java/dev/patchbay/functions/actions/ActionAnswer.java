package dev.patchbay.functions.actions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionRecord;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An action as it is shown to callers. */
record ActionAnswer(
        String id,
        String action,
        String provider,
        String connectionId,
        Optional<String> agentId,
        String status,
        int attempts,
        ObjectNode result,
        Optional<ActionFailure> error,
        Instant createdAt,
        Instant deadline,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> finishedAt) {

    static ActionAnswer of(ActionRecord action) {
        return new ActionAnswer(
                action.id().value(),
                action.action(),
                action.provider().value(),
                action.connection().value(),
                action.accepted().agent(),
                action.state().name().toLowerCase(Locale.ROOT),
                action.progress().attempts(),
                action.outcome().result(),
                action.outcome().failure(),
                action.accepted().createdAt(),
                action.accepted().deadline(),
                action.progress().nextAttemptAt(),
                action.outcome().finishedAt());
    }
}
