package dev.patchbay.connection;

import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.ConnectionEvent.Problem;
import dev.patchbay.event.ConnectionEvent.Subject;
import dev.patchbay.event.PatchbayEvent.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes the events of a connection's life. Each has a new id, except for the warnings of an expiry. */
final class ConnectionEvents {
    private static final String NOTHING_TO_DO = "Nothing: it is tried again by itself";

    private ConnectionEvents() {}

    static ConnectionEvent connected(NewConnection agreed, Instant at) {
        return new ConnectionEvent.Connected(
                Header.of(agreed.workspace(), at),
                new Subject(
                        agreed.id().value(),
                        agreed.provider().value(),
                        agreed.account().label()),
                agreed.connectedBy().value(),
                agreed.access().scopes().stream().sorted().toList());
    }

    static ConnectionEvent refreshed(Connection connection, Instant at) {
        return new ConnectionEvent.Refreshed(header(connection, at), subject(connection));
    }

    static ConnectionEvent recovered(Connection connection, Instant at) {
        return new ConnectionEvent.Recovered(header(connection, at), subject(connection));
    }

    /** Returns the event of a temporary error that begins: no action is needed. */
    static ConnectionEvent errorBegan(Connection connection, String reason, Instant at) {
        return new ConnectionEvent.ErrorBegan(
                header(connection, at), subject(connection), new Problem(reason, at, NOTHING_TO_DO));
    }

    /** Returns the event of a temporary error that lasts, since the connection's status says so. */
    static ConnectionEvent failing(Connection connection, Instant at) {
        return new ConnectionEvent.Failing(
                header(connection, at),
                subject(connection),
                new Problem(
                        connection.standing().reason().orElse("unknown"),
                        connection.standing().since(),
                        NOTHING_TO_DO));
    }

    /** @param missing what it may not do any more, in words */
    static ConnectionEvent narrowed(Connection connection, List<String> missing, Instant at) {
        return new ConnectionEvent.Narrowed(
                header(connection, at),
                subject(connection),
                missing,
                connection.access().lostScopes().stream().sorted().toList(),
                at,
                "Reconnect it and allow what is missing");
    }

    /**
     * Returns the warning of an expiry. It may be written twice, with the same id each time: one id for each warning of one end.
     *
     * @param warning 7, 3, 1 or 0
     */
    static ConnectionEvent expiring(Connection connection, GrantForecast forecast, int warning, Instant at) {
        String named = connection.id() + "|" + forecast.day() + "|" + warning;
        UUID unique = UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8));
        return new ConnectionEvent.Expiring(
                Header.of(unique.toString(), connection.workspace(), at),
                subject(connection),
                forecast.daysLeft(at),
                forecast.at(),
                forecast.why());
    }

    static ConnectionEvent expired(Connection connection, String reason, Instant at) {
        return new ConnectionEvent.Expired(header(connection, at), subject(connection), ended(reason, at));
    }

    static ConnectionEvent revoked(Connection connection, String reason, Instant at) {
        return new ConnectionEvent.Revoked(header(connection, at), subject(connection), ended(reason, at));
    }

    static ConnectionEvent disconnected(Connection connection, Instant at) {
        return new ConnectionEvent.Disconnected(header(connection, at), subject(connection));
    }

    private static Header header(Connection connection, Instant at) {
        return Header.of(connection.workspace(), at);
    }

    private static Subject subject(Connection connection) {
        return new Subject(
                connection.id().value(),
                connection.provider().value(),
                connection.account().label());
    }

    private static Problem ended(String reason, Instant at) {
        return new Problem(reason, at, "Reconnect it");
    }
}
