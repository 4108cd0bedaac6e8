package dev.patchbay.functions.notifications;

import java.util.regex.Pattern;

/**
 * Names a notification of a workspace: {@code note_} and 32 hexadecimal digits, made of what it tells, so that what is told twice
 * has one id.
 */
record NotificationId(String value) {
    private static final Pattern FORM = Pattern.compile("note_[0-9a-f]{32}");

    /** @throws IllegalArgumentException if it has another form */
    NotificationId {
        if (!matches(value)) {
            throw new IllegalArgumentException("A notification id is note_ and 32 hexadecimal digits");
        }
    }

    /** Whether a text has the form of an id. */
    static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }

    /** The id of what one event tells. */
    static NotificationId ofEvent(String eventId) {
        return of("event\n" + eventId);
    }

    /**
     * The id of an agent's failures for want of one connection.
     *
     * @param since what tells one end of the connection from the next
     */
    static NotificationId ofAgentFailure(String agent, String connection, String since) {
        return of("agent\n" + agent + "\n" + connection + "\n" + since);
    }

    private static NotificationId of(String told) {
        return new NotificationId("note_" + ToldHash.of(told));
    }

    @Override
    public String toString() {
        return value;
    }
}
