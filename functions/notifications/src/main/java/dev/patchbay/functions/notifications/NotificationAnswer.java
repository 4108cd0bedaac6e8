package dev.patchbay.functions.notifications;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A notification as the API returns it.
 *
 * @param agents the first 50 of those that it concerns
 * @param agentCount how many it concerns
 * @param action the one thing to do, if there is one
 * @param read whether the caller has read it
 */
public record NotificationAnswer(
        String id,
        String kind,
        String subject,
        String message,
        String provider,
        String connectionId,
        Optional<String> account,
        List<AffectedAgent> agents,
        int agentCount,
        Optional<Notification.Action> action,
        Instant at,
        boolean read) {

    public static NotificationAnswer of(Notification notification, boolean read) {
        return new NotificationAnswer(
                notification.id().value(),
                notification.kind().value(),
                notification.text().subject(),
                notification.text().message(),
                notification.about().provider().value(),
                notification.about().connection().value(),
                Optional.of(notification.about().account()).filter(account -> !account.isEmpty()),
                notification.affected().agents(),
                notification.affected().agentCount(),
                notification.text().action(),
                notification.at(),
                read);
    }
}
