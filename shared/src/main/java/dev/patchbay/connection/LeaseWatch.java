package dev.patchbay.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Records since when this process has seen leases held, for the last thousand. Thread-safe. */
final class LeaseWatch {
    private static final int MOST = 1000;

    private final Duration length;
    private final LinkedHashMap<Held, Instant> seenSince = new LinkedHashMap<>();

    LeaseWatch(Duration length) {
        this.length = length;
    }

    /** Each lease has a fence of its own. */
    private record Held(String workspace, String connection, long fence) {
        static Held of(Connection connection) {
            return new Held(connection.workspace().value(), connection.id().value(), connection.fence());
        }
    }

    /** Notes that the lease with which this connection was read is held. */
    synchronized void held(Connection connection, Instant now) {
        seenSince.putIfAbsent(Held.of(connection), now);
        if (seenSince.size() > MOST) {
            seenSince.pollFirstEntry();
        }
    }

    /** Whether the lease with which this connection was read has been seen for as long as a lease lasts. */
    synchronized boolean sawItHeldToItsEnd(Connection connection, Instant now) {
        Instant since = seenSince.get(Held.of(connection));
        return since != null && !now.isBefore(since.plus(length));
    }
}
