package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.WARNED_DAYS;

import dev.patchbay.aws.Item;
import dev.patchbay.event.PatchbayEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The warnings before a grant expires: 7, 3 and 1 days before, and on the day. Each is sent once, by the one write that records it. If days
 * were missed, only the tightest is sent. Thread-safe.
 */
public final class ExpiryWarnings {
    private static final List<Integer> TIGHTEST_FIRST = List.of(0, 1, 3, GrantForecast.SOON);

    private final ConnectionWrites writes;
    private final ConnectionTransitions transitions;
    private final Clock clock;

    public ExpiryWarnings(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.writes = new ConnectionWrites(dynamoDb);
        this.transitions = new ConnectionTransitions(table);
        this.clock = clock;
    }

    /** Returns the warning that is due for the days left: 7, 3, 1 or 0; empty while the end is further away. */
    public static Optional<Integer> due(long daysLeft) {
        return TIGHTEST_FIRST.stream().filter(days -> daysLeft <= days).findFirst();
    }

    /** Returns the last warning that was sent: 7, 3, 1 or 0. */
    static Optional<Integer> reported(Item item) {
        return item.has(WARNED_DAYS) ? Optional.of(Math.toIntExact(item.number(WARNED_DAYS))) : Optional.empty();
    }

    /**
     * Sends the warning that is due, unless it or a tighter one was sent, or the connection was renewed or has ended since it was read.
     * One request.
     *
     * @return whether this call sent it
     */
    public boolean report(Connection connection) {
        Instant now = clock.instant();
        return connection
                .forecast()
                .flatMap(forecast -> due(forecast.daysLeft(now)).map(days -> warn(connection, forecast, days, now)))
                .orElse(false);
    }

    private boolean warn(Connection connection, GrantForecast forecast, int days, Instant now) {
        PatchbayEvent event = ConnectionEvents.expiring(connection, forecast, days, now);
        return writes.applied(transitions.warn(connection, forecast, days, event));
    }
}
