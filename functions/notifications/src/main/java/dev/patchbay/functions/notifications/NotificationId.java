package dev.patchbay.functions.notifications;

import dev.patchbay.hash.Sha256;
import java.util.regex.Pattern;

/**
 * The id of a notification: {@code note_} and 32 hexadecimal digits, a hash of what it reports, so that a repeated event has the same
 * id.
 */
public record NotificationId(String value) {
    private static final Pattern FORM = Pattern.compile("note_[0-9a-f]{32}");

    /** @throws IllegalArgumentException if it has another form */
    public NotificationId {
        if (!matches(value)) {
            throw new IllegalArgumentException("A notification id is note_ and 32 hexadecimal digits");
        }
    }

    /** Whether a text has the form of an id. */
    static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }

    /** Returns the id of the notification of one event. */
    public static NotificationId ofEvent(String eventId) {
        return of("event\n" + eventId);
    }

    /**
     * Returns the id of an agent's failures because of one end of a connection.
     *
     * @param since what distinguishes one end of the connection from the next
     */
    static NotificationId ofAgentFailure(String agent, String connection, String since) {
        return of("agent\n" + agent + "\n" + connection + "\n" + since);
    }

    private static NotificationId of(String text) {
        return new NotificationId("note_" + Sha256.hex(text, 16));
    }

    @Override
    public String toString() {
        return value;
    }
}
