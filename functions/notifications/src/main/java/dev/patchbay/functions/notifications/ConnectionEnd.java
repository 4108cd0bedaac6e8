package dev.patchbay.functions.notifications;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;

/**
 * One end of a connection.
 *
 * @param status the status since then
 * @param since what distinguishes this end from one after a reconnect
 * @param account the account's label; empty if nothing is left of the connection
 */
public record ConnectionEnd(ConnectionId connection, ConnectionStatus status, String since, String account) {

    public static ConnectionEnd of(Connection ended) {
        return new ConnectionEnd(
                ended.id(),
                ended.status(),
                Long.toString(ended.standing().since().toEpochMilli()),
                ended.account().label());
    }

    /** Returns the end of a connection that was disconnected so long ago that nothing is left of it. */
    static ConnectionEnd ofForgotten(ConnectionId connection) {
        return new ConnectionEnd(connection, ConnectionStatus.DISCONNECTED, "disconnected", "");
    }

    /** Returns the key of which each member gets one mail. */
    public MailKey mailKey() {
        return MailKey.ofEnd(connection, since);
    }
}
