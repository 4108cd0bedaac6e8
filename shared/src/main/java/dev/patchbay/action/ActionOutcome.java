package dev.patchbay.action;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What an action led to.
 *
 * @param result of a success; otherwise empty
 * @param failure of a failure, and of an unknown outcome why it is unknown
 * @param finishedAt absent: it is not finished
 */
public record ActionOutcome(ObjectNode result, Optional<ActionFailure> failure, Optional<Instant> finishedAt) {
    /** Returns the outcome of an action that is not finished. */
    static ActionOutcome none() {
        return new ActionOutcome(JsonNodeFactory.instance.objectNode(), Optional.empty(), Optional.empty());
    }
}
