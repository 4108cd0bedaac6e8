package dev.patchbay.connection;

import dev.patchbay.catalog.Provider;
import java.util.Locale;

/** How a connection is, and with it whether it can be used. */
public enum ConnectionStatus {
    /** It works. */
    CONNECTED("Connected"),
    /** Trouble that may pass; it is tried again, and nobody has to do anything. */
    ERROR("Trouble that may pass"),
    /** The grant has ended; only a person can renew it. */
    EXPIRED("Expired"),
    /** The grant was taken back; only a person can renew it. */
    REVOKED("Access was revoked"),
    /** It was removed. Kept for a few days without its credential, so that a late write cannot bring it back. */
    DISCONNECTED("Disconnected");

    private final String says;

    ConnectionStatus(String says) {
        this.says = says;
    }

    /** The status in words. */
    public String says() {
        return says;
    }

    /** The same of one provider's connection, in a sentence without a full stop: the reason why what needs it fails or pauses. */
    public String says(Provider provider) {
        return says(provider.title());
    }

    /** The same by the provider's name, for one that may have left the catalogue. */
    public String says(String title) {
        return switch (this) {
            case CONNECTED -> title + " is connected";
            case ERROR -> title + " has trouble that may pass";
            case EXPIRED -> title + " integration expired";
            case REVOKED -> title + " access was revoked";
            case DISCONNECTED -> title + " is not connected";
        };
    }

    /** The reason's code, such as {@code connection_expired}. */
    public String code() {
        return "connection_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether it makes sense to call the provider with it. */
    public boolean usable() {
        return switch (this) {
            case CONNECTED, ERROR -> true;
            case EXPIRED, REVOKED, DISCONNECTED -> false;
        };
    }
}
