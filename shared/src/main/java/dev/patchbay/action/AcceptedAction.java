package dev.patchbay.action;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an action when it is accepted, and never changes.
 *
 * @param action its name, such as {@code gmail.send-email}
 * @param agent the agent on whose behalf it runs, if it is an agent's
 * @param deadline until when it is retried
 */
public record AcceptedAction(
        WorkspaceId workspace,
        ActionId id,
        String action,
        ProviderId provider,
        ConnectionId connection,
        Optional<String> agent,
        Instant createdAt,
        Instant deadline) {

    /** Creates one with the standard deadline. */
    public AcceptedAction(
            WorkspaceId workspace,
            ActionId id,
            String action,
            ProviderId provider,
            ConnectionId connection,
            Optional<String> agent,
            Instant createdAt) {
        this(workspace, id, action, provider, connection, agent, createdAt, createdAt.plus(ActionDeadline.STANDARD));
    }
}
