package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notification as it is stored, in the words of its time.
 *
 * @param account the account's label, such as an email address; empty if it is not known
 * @param agents the first of the agents that it concerns
 * @param agentCount how many agents it concerns
 * @param at when it was first stored
 * @param mailKey the key of which each member gets one mail
 */
record Notification(
        WorkspaceId workspace,
        NotificationId id,
        NotificationKind kind,
        String subject,
        String message,
        ProviderId provider,
        ConnectionId connection,
        String account,
        List<AffectedAgent> agents,
        int agentCount,
        Optional<Action> action,
        Instant at,
        MailKey mailKey) {
    /** How many agents a notification lists. */
    static final int MOST_AGENTS = 50;

    /** One that lists all agents that it concerns. */
    Notification(
            WorkspaceId workspace,
            NotificationId id,
            NotificationKind kind,
            String subject,
            String message,
            ProviderId provider,
            ConnectionId connection,
            String account,
            List<AffectedAgent> agents,
            Optional<Action> action,
            Instant at,
            MailKey mailKey) {
        this(
                workspace,
                id,
                kind,
                subject,
                message,
                provider,
                connection,
                account,
                agents,
                agents.size(),
                action,
                at,
                mailKey);
    }

    /**
     * The one thing to do.
     *
     * @param label what a button says
     * @param path in the web app
     */
    record Action(String label, String path) {}
}
