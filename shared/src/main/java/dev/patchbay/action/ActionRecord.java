package dev.patchbay.action;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;

/** An action as it is stored. Its input is not stored: that travels through the queue and is gone when the action is done. */
public record ActionRecord(AcceptedAction accepted, ActionProgress progress, ActionOutcome outcome) {
    /** Returns the same after so many calls. */
    ActionRecord withAttempts(int made) {
        return new ActionRecord(accepted, progress.withAttempts(made), outcome);
    }

    public WorkspaceId workspace() {
        return accepted.workspace();
    }

    public ActionId id() {
        return accepted.id();
    }

    /** Its name, such as {@code gmail.send-email}. */
    public String action() {
        return accepted.action();
    }

    public ProviderId provider() {
        return accepted.provider();
    }

    public ConnectionId connection() {
        return accepted.connection();
    }

    public ActionState state() {
        return progress.state();
    }
}
