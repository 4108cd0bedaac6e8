package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The warnings before a grant expires: 7, 3 and 1 days before, and on the day. Each is sent once, by the one write that records it. If days
 * were missed, only the tightest is sent. Thread-safe.
 */
public final class ExpiryWarnings {
    /** The last warning that was sent: 7, 3, 1 or 0. */
    static final String ATTRIBUTE = "warnedDays";

    private static final List<Integer> TIGHTEST_FIRST = List.of(0, 1, 3, GrantForecast.SOON);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public ExpiryWarnings(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** Returns the warning that is due for the days left: 7, 3, 1 or 0; empty while the end is further away. */
    public static Optional<Integer> due(long daysLeft) {
        return TIGHTEST_FIRST.stream().filter(days -> daysLeft <= days).findFirst();
    }

    static Optional<Integer> reported(Item item) {
        return item.has(ATTRIBUTE) ? Optional.of(Math.toIntExact(item.number(ATTRIBUTE))) : Optional.empty();
    }

    /**
     * Whether the warnings of a grant that lives longer than forecast start anew. The end that a provider returns at each refresh moves
     * by a moment each time, and so may fall on one day or on the next.
     */
    static boolean startAnew(Optional<GrantForecast> before, Optional<GrantForecast> after) {
        return before.isPresent()
                && after.filter(end -> !end.day().isAfter(before.get().day().plusDays(1)))
                        .isEmpty();
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
        Update update = new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item().number(ATTRIBUTE, days).text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                // A connection that has ended or lives longer is not in the index any more, or is there on another day.
                .whenEqual(new Item().text("grantDay", forecast.day().toString()))
                .whenAbsentOrAbove(ATTRIBUTE, days);
        try {
            dynamoDb.updateItem(update.returningNothing());
            return true;
        } catch (ConditionalCheckFailedException nothingToSend) {
            return false;
        }
    }
}
