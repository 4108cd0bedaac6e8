package dev.patchbay.functions.notifications;

import dev.patchbay.notification.NotificationKind;
import dev.patchbay.notification.Recipient;
import dev.patchbay.tenant.EmailAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What mail a member wants, as callers send it. The list in the API has every notification, whatever is wanted by
 * mail.
 *
 * @param email where mail goes; absent when sent: where the caller's token says
 */
record Preferences(Optional<String> email, EmailOn emailOn) {

    /**
     * Preferences as callers see them.
     *
     * @param unconfirmedEmail the address that the member set and that is not confirmed: no notification goes there
     */
    record Answer(Optional<String> email, Optional<String> unconfirmedEmail, EmailOn emailOn) {}

    /** Of what there is mail, by kind; absent means yes. */
    record EmailOn(
            Optional<Boolean> expiring,
            Optional<Boolean> expired,
            Optional<Boolean> revoked,
            Optional<Boolean> agentFailed,
            Optional<Boolean> error) {

        private Optional<Boolean> of(NotificationKind kind) {
            return switch (kind) {
                case EXPIRING -> expiring;
                case EXPIRED -> expired;
                case REVOKED -> revoked;
                case AGENT_FAILED -> agentFailed;
                case ERROR -> error;
            };
        }
    }

    static Answer of(Recipient recipient) {
        return new Answer(
                recipient.email().map(EmailAddress::value),
                recipient.unconfirmed().map(EmailAddress::value),
                new EmailOn(
                        on(recipient, NotificationKind.EXPIRING),
                        on(recipient, NotificationKind.EXPIRED),
                        on(recipient, NotificationKind.REVOKED),
                        on(recipient, NotificationKind.AGENT_FAILED),
                        on(recipient, NotificationKind.ERROR)));
    }

    /** The kinds of which no mail is wanted. */
    Set<NotificationKind> muted() {
        Set<NotificationKind> muted = EnumSet.noneOf(NotificationKind.class);
        for (NotificationKind kind : NotificationKind.values()) {
            if (!emailOn.of(kind).orElse(true)) {
                muted.add(kind);
            }
        }
        return muted;
    }

    private static Optional<Boolean> on(Recipient recipient, NotificationKind kind) {
        return Optional.of(!recipient.muted().contains(kind));
    }
}
