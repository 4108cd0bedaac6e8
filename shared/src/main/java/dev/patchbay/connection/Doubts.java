package dev.patchbay.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps which connections are in doubt: their provider refused a credential that may be good. Such a connection has the status
 * {@code ERROR} with the reason {@link Connection#DOUBT}, and is in the index of the schedule, which confirms the refusal. Every write requires
 * that the connection is as it was read and that no worker refreshes it. Thread-safe.
 */
public final class Doubts {
    private static final Duration FIRST_CHECK = Duration.ofMinutes(2);

    private final ConnectionWrites writes;
    private final ConnectionTransitions transitions;
    private final Clock clock;

    Doubts(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.writes = new ConnectionWrites(dynamoDb);
        this.transitions = new ConnectionTransitions(table);
        this.clock = clock;
    }

    /**
     * Puts a connection in doubt. At most one request.
     *
     * @return whether this call did so
     */
    public boolean raise(Connection connection) {
        Instant now = clock.instant();
        return connection.status() == ConnectionStatus.CONNECTED
                && writes.applied(transitions.doubt(connection, now.plus(FIRST_CHECK), now));
    }

    /**
     * Ends a doubt: the provider accepted the credential. At most one request.
     *
     * @param refreshAt when the schedule renews its tokens
     */
    public boolean clear(Connection connection, Optional<Instant> refreshAt) {
        return connection.doubted() && writes.applied(transitions.endDoubt(connection, refreshAt, clock.instant()));
    }

    /** Records that the provider has confirmed its refusal once. One request. */
    public void recordRefusal(Connection connection, Instant checkAt) {
        writes.applied(transitions.recordRefusal(connection, checkAt, clock.instant()));
    }

    /** Postpones the next check. One request. */
    public void postpone(Connection connection, Instant checkAt) {
        writes.applied(transitions.postponeCheck(connection, checkAt, clock.instant()));
    }
}
