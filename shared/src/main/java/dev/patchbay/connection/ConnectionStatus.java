package dev.patchbay.connection;

import dev.patchbay.catalog.Provider;
import java.util.Locale;

/** The status of a connection, which decides whether it can be used. */
public enum ConnectionStatus {
    /** It works. */
    CONNECTED("Connected"),
    /** A temporary error; it is tried again, and no action is needed. */
    ERROR("Temporary error"),
    /** The grant has ended; only a person can renew it. */
    EXPIRED("Expired"),
    /** The grant was revoked; only a person can renew it. */
    REVOKED("Access was revoked"),
    /** It was removed. It is kept for a few days without its credential, so that a late write cannot restore it. */
    DISCONNECTED("Disconnected");

    private final String message;

    ConnectionStatus(String message) {
        this.message = message;
    }

    /** The status in words. */
    public String message() {
        return message;
    }

    /** Returns the status of a provider's connection as a sentence without a full stop: why an action fails or an agent pauses. */
    public String message(Provider provider) {
        return message(provider.title());
    }

    /** The same by the provider's title, for a provider that may have left the catalogue. */
    public String message(String title) {
        return switch (this) {
            case CONNECTED -> title + " is connected";
            case ERROR -> title + " has a temporary error";
            case EXPIRED -> title + " integration expired";
            case REVOKED -> title + " access was revoked";
            case DISCONNECTED -> title + " is not connected";
        };
    }

    /** The reason's code, such as {@code connection_expired}. */
    public String code() {
        return "connection_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether the provider can be called with it. */
    public boolean usable() {
        return switch (this) {
            case CONNECTED, ERROR -> true;
            case EXPIRED, REVOKED, DISCONNECTED -> false;
        };
    }
}
