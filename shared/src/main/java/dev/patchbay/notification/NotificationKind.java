package dev.patchbay.notification;

import java.util.Arrays;
import java.util.Optional;

/** What a notification reports. The names are a stored format and part of the API: they are added to, never renamed. */
public enum NotificationKind {
    /** A connection will end soon. */
    EXPIRING("expiring"),
    /** A connection has ended by itself. */
    EXPIRED("expired"),
    /** A connection was revoked. */
    REVOKED("revoked"),
    /** An agent could not continue without a connection. */
    AGENT_FAILED("agentFailed"),
    /** A connection has had a temporary error for an hour, or has lost permissions. */
    ERROR("error");

    private final String value;

    NotificationKind(String value) {
        this.value = value;
    }

    /** Returns the kind as it is stored and sent. */
    public String value() {
        return value;
    }

    /** The kind that a stored value is; empty for one that a later version wrote. */
    public static Optional<NotificationKind> of(String value) {
        return Arrays.stream(values()).filter(kind -> kind.value.equals(value)).findFirst();
    }
}
