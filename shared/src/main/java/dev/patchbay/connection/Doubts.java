package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Keeps which connections are in doubt: their provider refused a credential that may be good. Such a connection has the status
 * {@code ERROR} with the reason {@link #REASON}, and is in the index of the schedule, which confirms the refusal. Every write requires
 * that the connection is as it was read and that no worker refreshes it. Thread-safe.
 */
public final class Doubts {
    static final String REASON = "unauthorized";

    private static final Duration FIRST_CHECK = Duration.ofMinutes(2);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    Doubts(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Puts a connection in doubt. At most one request.
     *
     * @return whether this call did so
     */
    public boolean raise(Connection connection) {
        if (connection.status() != ConnectionStatus.CONNECTED) {
            return false;
        }
        Instant now = clock.instant();
        return applied(unchanged(connection)
                .set(new Item()
                        .text("status", ConnectionStatus.ERROR.name())
                        .text("statusReason", REASON)
                        .time("statusSince", now)
                        .text(
                                PatchbayEvent.ATTRIBUTE,
                                ConnectionEvents.errorBegan(connection, REASON, now)
                                        .toJson()))
                .set(due(connection, now.plus(FIRST_CHECK))));
    }

    /**
     * Ends a doubt: the provider accepted the credential. At most one request.
     *
     * @param refreshAt when the schedule renews its tokens
     */
    public boolean clear(Connection connection, Optional<Instant> refreshAt) {
        if (!connection.doubted()) {
            return false;
        }
        Instant now = clock.instant();
        return applied(unchanged(connection)
                .set(new Item()
                        .text("status", ConnectionStatus.CONNECTED.name())
                        .time("statusSince", now)
                        .text(
                                PatchbayEvent.ATTRIBUTE,
                                ConnectionEvents.recovered(connection, now).toJson()))
                .replace(DueConnections.entry(connection.id(), refreshAt), DueConnections.ATTRIBUTES)
                .remove("statusReason", "refusedSince", "failingReportedAt"));
    }

    /** Notes that the provider has confirmed its refusal once. One request. */
    public void confirmedOnce(Connection connection, Instant again) {
        applied(unchanged(connection)
                .setIfAbsent(new Item().time("refusedSince", clock.instant()))
                .set(due(connection, again))
                .remove(PatchbayEvent.ATTRIBUTE));
    }

    /** Puts the next check off. One request. */
    public void postpone(Connection connection, Instant again) {
        applied(unchanged(connection).set(due(connection, again)).remove(PatchbayEvent.ATTRIBUTE));
    }

    private static Item due(Connection connection, Instant at) {
        return DueConnections.entry(connection.id(), Optional.of(at));
    }

    private Update unchanged(Connection connection) {
        return new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .whenExists("credential")
                .whenEqual(new Item()
                        .number("fence", connection.fence())
                        .text("status", connection.status().name()))
                .whenAbsentOrBelow("leaseUntil", clock.instant().toEpochMilli());
    }

    private boolean applied(Update update) {
        try {
            dynamoDb.updateItem(update.returningNothing());
            return true;
        } catch (ConditionalCheckFailedException overtaken) {
            return false;
        }
    }
}
