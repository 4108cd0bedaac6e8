package dev.patchbay.notifications;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notification as it is stored, in the words of its time.
 *
 * @param account whose connection it is, as a person recognises it; empty where that was not told
 * @param at when it was first taken up
 * @param mailKey of which each member gets one mail
 */
record Notification(
        WorkspaceId workspace,
        NotificationId id,
        NotificationKind kind,
        String subject,
        String says,
        ProviderId provider,
        ConnectionId connection,
        String account,
        List<AffectedAgent> agents,
        Optional<Action> action,
        Instant at,
        MailKey mailKey) {

    /**
     * The one thing to do.
     *
     * @param label what a button says
     * @param path in the web app
     */
    record Action(String label, String path) {}
}
