package dev.patchbay.connection;

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

    /** Whether it makes sense to call the provider with it. */
    public boolean usable() {
        return switch (this) {
            case CONNECTED, ERROR -> true;
            case EXPIRED, REVOKED, DISCONNECTED -> false;
        };
    }
}
