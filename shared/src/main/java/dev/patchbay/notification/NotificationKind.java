package dev.patchbay.notification;

import java.util.Arrays;
import java.util.Optional;

/** What a notification tells of. The names are a stored format and part of the API: they are added to, never renamed. */
public enum NotificationKind {
    /** A connection will end soon. */
    EXPIRING("expiring"),
    /** A connection has ended by itself. */
    EXPIRED("expired"),
    /** A connection was taken back. */
    REVOKED("revoked"),
    /** An agent could not go on for want of a connection. */
    AGENT_FAILED("agentFailed"),
    /** A connection has had trouble for an hour, of the kind that passes, or has lost permissions. */
    ERROR("error");

    private final String value;

    NotificationKind(String value) {
        this.value = value;
    }

    /** The kind as it is stored and told. */
    public String value() {
        return value;
    }

    /** The kind that a stored value is; empty for one that a later version wrote. */
    public static Optional<NotificationKind> of(String value) {
        return Arrays.stream(values()).filter(kind -> kind.value.equals(value)).findFirst();
    }
}
