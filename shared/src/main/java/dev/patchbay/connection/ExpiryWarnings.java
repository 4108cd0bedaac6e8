package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The warnings before a grant ends: 7, 3 and 1 days before, and on the day. Each is told once, by the one write that notes it. Where days
 * were missed only the tightest is told. Thread-safe.
 */
public final class ExpiryWarnings {
    /** The last warning that was told: 7, 3, 1 or 0. */
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

    /** The warning that is due when so many days are left: 7, 3, 1 or 0; empty while the end is further away. */
    public static Optional<Integer> due(long daysLeft) {
        return TIGHTEST_FIRST.stream().filter(days -> daysLeft <= days).findFirst();
    }

    static Optional<Integer> told(Item item) {
        return item.has(ATTRIBUTE) ? Optional.of(Math.toIntExact(item.number(ATTRIBUTE))) : Optional.empty();
    }

    /**
     * Whether a grant that lives longer than was foretold is to be warned of anew. The end that a provider tells at each refresh moves by
     * a moment each time, and so may fall now on one day and now on the next.
     */
    static boolean startAnew(Optional<GrantForecast> before, Optional<GrantForecast> after) {
        return before.isPresent()
                && after.filter(end -> !end.day().isAfter(before.get().day().plusDays(1)))
                        .isEmpty();
    }

    /**
     * Tells the warning that is due, unless it or a tighter one was told, or the connection was renewed or has ended since it was read.
     * One request.
     *
     * @return whether this call told it
     */
    public boolean tell(Connection connection) {
        Instant now = clock.instant();
        return connection
                .forecast()
                .flatMap(forecast -> due(forecast.daysLeft(now)).map(days -> told(connection, forecast, days, now)))
                .orElse(false);
    }

    private boolean told(Connection connection, GrantForecast forecast, int days, Instant now) {
        PatchbayEvent event = ConnectionEvents.event(
                id(connection, forecast, days),
                "connection.expiring",
                connection,
                now,
                Map.of("daysLeft", forecast.daysLeft(now), "at", forecast.at().toString(), "why", forecast.why()));
        Update update = new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item().number(ATTRIBUTE, days).text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                // Who ends, is disconnected or lives longer is not in the index any more, or on another day.
                .whenEqual(new Item().text("grantDay", forecast.day().toString()))
                .whenAbsentOrAbove(ATTRIBUTE, days);
        try {
            dynamoDb.updateItem(update.returningNothing());
            return true;
        } catch (ConditionalCheckFailedException nothingToTell) {
            return false;
        }
    }

    /** One warning of one end has one id, whoever tells it. */
    private static String id(Connection connection, GrantForecast forecast, int days) {
        String warning = connection.id() + "|" + forecast.day() + "|" + days;
        return "evt_" + UUID.nameUUIDFromBytes(warning.getBytes(StandardCharsets.UTF_8));
    }
}
