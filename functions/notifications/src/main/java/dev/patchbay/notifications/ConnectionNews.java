package dev.patchbay.notifications;

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
 * Decides whether what an event reports of a connection still holds. An event may be delivered hours late, after the person it is for has
 * reconnected the account: to report it then would send that person to reconnect what works. Thread-safe.
 */
final class ConnectionNews {
    private final ConnectionStore connections;

    ConnectionNews(ConnectionStore connections) {
        this.connections = connections;
    }

    /** Whether the event still holds. One request for an event of an end or of a warning, none for others. */
    boolean still(HubEvent event) {
        return switch (event.type()) {
            case "connection.expired" -> ended(event, ConnectionStatus.EXPIRED);
            case "connection.revoked" -> ended(event, ConnectionStatus.REVOKED);
            case "connection.expiring" -> ending(event);
            default -> true;
        };
    }

    /** The same end: a connection that was reconnected and ended again has another event, with another {@code since}. */
    private boolean ended(HubEvent event, ConnectionStatus status) {
        Optional<Instant> since = event.time("since").map(ConnectionNews::asStored);
        return now(event)
                .filter(connection -> connection.status() == status)
                .filter(connection ->
                        since.filter(at -> !at.equals(connection.statusSince())).isEmpty())
                .isPresent();
    }

    /**
     * The end that was foretold. A refresh moves it by a moment each time, and so may move it to the next day; a grant that lives longer
     * than that was renewed, and gets a warning of its own.
     */
    private boolean ending(HubEvent event) {
        Optional<LocalDate> last = event.time("at")
                .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).plusDays(1));
        return now(event)
                .flatMap(Connection::forecast)
                .map(GrantForecast::day)
                .filter(day -> last.filter(day::isAfter).isEmpty())
                .isPresent();
    }

    private Optional<Connection> now(HubEvent event) {
        return connections.find(event.workspace(), event.connection());
    }

    /** Items keep milliseconds. */
    private static Instant asStored(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
