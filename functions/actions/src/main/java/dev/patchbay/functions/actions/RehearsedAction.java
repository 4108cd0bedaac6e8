package dev.patchbay.functions.actions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRecord;
import dev.patchbay.action.ActionState;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/** An action that no worker ends, for rehearsals. */
final class RehearsedAction {
    private RehearsedAction() {}

    /** One that was accepted so long ago that it is overdue. */
    static ActionMessage message() {
        WorkspaceId workspace = new WorkspaceId("rehearsal");
        ProviderId provider = new ProviderId("gmail");
        return new ActionMessage(
                new AcceptedAction(
                        workspace,
                        ActionId.random(),
                        "gmail.send-email",
                        provider,
                        ConnectionId.of(workspace, provider, new Account("1", "rehearsal")),
                        Optional.empty(),
                        Instant.parse("2026-01-01T00:00:00Z")),
                "rehearsal",
                JsonNodeFactory.instance.objectNode());
    }

    static void checkFailed(Optional<ActionRecord> action) {
        if (action.filter(found -> found.state() == ActionState.FAILED).isEmpty()) {
            throw new IllegalStateException(
                    "A rehearsed action was not ended. Fix the function or its rehearsal before it is deployed");
        }
    }
}
