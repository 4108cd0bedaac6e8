package dev.patchbay.functions.notifications;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.GrantForecast;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides whether an event about a connection still applies. An event may be delivered hours late, after the member has reconnected the
 * account: reporting it then would ask the member to reconnect a working connection. Thread-safe.
 */
final class ConnectionNews {
    private final ConnectionStore connections;

    ConnectionNews(ConnectionStore connections) {
        this.connections = connections;
    }

    /**
     * The end that an event reports, if the connection has not been reconnected since: one that was reconnected and ended again has another
     * event, with another {@code since}. One request.
     */
    Optional<ConnectionEnd> ended(EventSubject event, ConnectionStatus status, Instant since) {
        return connections
                .find(event.workspace(), event.connection())
                .filter(connection -> connection.status() == status)
                .filter(connection ->
                        asStored(since).equals(connection.standing().since()))
                .map(ConnectionEnd::of);
    }

    /** The end because of which an agent failed; empty if the connection can be used again. One request. */
    Optional<ConnectionEnd> ended(EventSubject event) {
        Optional<Connection> known = connections.findOrRemoved(event.workspace(), event.connection());
        return known.isEmpty()
                ? Optional.of(ConnectionEnd.ofForgotten(event.connection()))
                : known.filter(connection -> !connection.status().usable()).map(ConnectionEnd::of);
    }

    /**
     * Whether the announced expiry still applies. Each refresh moves it by a moment, and so may move it to the next day. A grant that
     * expires later than that was renewed, and gets a warning of its own. One request.
     */
    boolean ending(EventSubject event, Instant at) {
        LocalDate last = LocalDate.ofInstant(at, ZoneOffset.UTC).plusDays(1);
        return connections
                .find(event.workspace(), event.connection())
                .flatMap(Connection::forecast)
                .map(GrantForecast::day)
                .filter(day -> !day.isAfter(last))
                .isPresent();
    }

    /** Items keep milliseconds. */
    private static Instant asStored(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
