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
 * @param at when it was first stored
 * @param mailKey the key of which each member gets one mail
 */
public record Notification(
        WorkspaceId workspace,
        NotificationId id,
        NotificationKind kind,
        Text text,
        About about,
        Affected affected,
        Instant at,
        MailKey mailKey) {
    /** How many agents a notification lists. */
    static final int MOST_AGENTS = 50;

    /** @param action the one thing to do, if there is one */
    public record Text(String subject, String message, Optional<Action> action) {}

    /**
     * The connection that it is about.
     *
     * @param account the account's label, such as an email address; empty if it is not known
     */
    public record About(ProviderId provider, ConnectionId connection, String account) {}

    /**
     * The agents that it concerns.
     *
     * @param agents the first of them
     * @param agentCount how many there are
     */
    public record Affected(List<AffectedAgent> agents, int agentCount) {
        /** All agents, listed. */
        public static Affected all(List<AffectedAgent> agents) {
            return new Affected(agents, agents.size());
        }

        /** All agents, of which as many are listed as a notification lists. */
        static Affected shortened(List<AffectedAgent> agents) {
            return new Affected(agents.stream().limit(MOST_AGENTS).toList(), agents.size());
        }
    }

    /**
     * The one thing to do.
     *
     * @param label what a button says
     * @param path in the web app
     */
    public record Action(String label, String path) {}
}
