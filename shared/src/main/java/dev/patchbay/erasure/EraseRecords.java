package dev.patchbay.erasure;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.StoredText;
import dev.patchbay.aws.Update;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Stores the results of erasing a workspace: a mark with times and counts, and an entry for each connection. The transaction that
 * deletes an item also counts it, so the receipt is right even if the process crashes. The entries are deleted after three
 * days. The mark stays for longer than a message about the workspace may wait in any queue: a function that receives a late
 * message sees by the mark that the message is void. Thread-safe.
 */
public final class EraseRecords {
    /** How long the mark stays: the bus archives events for 90 days, and may replay them on the last. */
    public static final Duration MARK_KEPT = Duration.ofDays(91);

    private static final Logger LOG = LoggerFactory.getLogger(EraseRecords.class);
    private static final Duration RECEIPT_KEPT = Duration.ofHours(24);
    /** An erase may be repeated for two days until it is complete, and be shown for one more. */
    private static final Duration ENTRY_KEPT = Duration.ofDays(3);
    /** The longest time that one request erases. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private static final String MARK = "erasure";
    private static final String DELETED = "deleted_";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public EraseRecords(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * The result for one connection.
     *
     * @param account as a person recognises it
     * @param revoked whether the provider ended the grant
     * @param message what was done, or why it was not
     */
    public record Departed(String connection, String provider, String account, boolean revoked, String message) {}

    /**
     * The result of an erase so far.
     *
     * @param erasedAt when the erase completed; absent while it is under way
     * @param deleted how many of each kind
     */
    public record Receipt(
            Instant startedAt, Optional<Instant> erasedAt, Map<String, Long> deleted, List<Departed> departed) {}

    /**
     * Begins an erase, or continues one that is incomplete, or completed less than a day ago: then it adds to that receipt. Two
     * requests.
     *
     * @return when it completed before, if it did
     */
    public Optional<Instant> begin(WorkspaceId workspace) {
        Instant now = clock.instant();
        Optional<Item> before = mark(workspace);
        Optional<Instant> erasedAt = before.flatMap(mark -> mark.optionalTime("erasedAt"));
        boolean another = before.isEmpty()
                || erasedAt.filter(at -> at.plus(RECEIPT_KEPT).isBefore(now)).isPresent();
        if (another) {
            beginAnother(workspace, now);
            return Optional.empty();
        }
        dynamoDb.updateItem(new Update(table, key(workspace, MARK))
                .set(voidUntil(new Item(), now.plus(LONGEST_REQUEST)))
                .remove("erasedAt")
                .returningNothing());
        return erasedAt;
    }

    private void beginAnother(WorkspaceId workspace, Instant now) {
        Item fresh = voidUntil(key(workspace, MARK).time("startedAt", now), now.plus(LONGEST_REQUEST));
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(fresh.values())
                    .conditionExpression("attribute_not_exists(workspace) OR erasedAt < :before")
                    .expressionAttributeValues(Map.of(
                            ":before",
                            AttributeValue.fromN(
                                    Long.toString(now.minus(RECEIPT_KEPT).toEpochMilli())))));
        } catch (ConditionalCheckFailedException begun) {
            // Another request began it at this moment: both erase the same items, and add to one receipt.
            LOG.info("Another request erases too");
        }
    }

    /** Marks the erase as complete. One request. */
    public void finish(WorkspaceId workspace, Instant erasedAt) {
        dynamoDb.updateItem(new Update(table, key(workspace, MARK))
                .set(voidUntil(new Item().time("erasedAt", erasedAt), clock.instant()))
                .returningNothing());
    }

    /** Returns the part of a transaction that counts what its other parts delete. */
    public TransactWriteItem counting(WorkspaceId workspace, Map<String, Integer> deleted) {
        Update counts = new Update(table, key(workspace, MARK));
        deleted.forEach((kind, count) -> counts.increase(DELETED + kind, count));
        return counts.inTransaction();
    }

    /** Returns the part of a transaction that records the result for a connection. */
    public TransactWriteItem noting(WorkspaceId workspace, Departed departed) {
        Instant now = clock.instant();
        return new Update(table, key(workspace, departed.connection()))
                .set(new Item()
                        .text("provider", departed.provider())
                        .text("account", departed.account())
                        .flag("revoked", departed.revoked())
                        .text("message", StoredText.sentence(departed.message()))
                        .time("at", now)
                        .expires(now.plus(ENTRY_KEPT)))
                .inTransaction();
    }

    /** Returns the result of the erase that was begun last. One request per megabyte, which holds some thousand connections. */
    public Receipt receipt(WorkspaceId workspace) {
        List<Item> all = WorkspaceQuery.all(dynamoDb, table, workspace).toList();
        Item mark = all.stream()
                .filter(item -> item.text("entry").equals(MARK))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No erase was begun"));
        Instant startedAt = mark.time("startedAt");
        Map<String, Long> deleted = mark.values().keySet().stream()
                .filter(name -> name.startsWith(DELETED))
                .collect(Collectors.toMap(
                        name -> name.substring(DELETED.length()), mark::number, Long::sum, TreeMap::new));
        List<Departed> departed = all.stream()
                .filter(item -> !item.text("entry").equals(MARK))
                // Entries of an earlier erase, which TTL has not deleted yet.
                .filter(item -> !item.time("at").isBefore(startedAt))
                .map(item -> new Departed(
                        item.text("entry"),
                        item.text("provider"),
                        item.text("account"),
                        item.flag("revoked"),
                        item.text("message")))
                .toList();
        return new Receipt(startedAt, mark.optionalTime("erasedAt"), deleted, departed);
    }

    /**
     * Whether something that happened in a workspace is void, because the workspace was erased since or is being erased. A caller
     * that writes an item must ask afterwards, and delete the item if it is void: the erase marks first and deletes second, so no item
     * remains. One request, consistent.
     */
    public boolean voids(WorkspaceId workspace, Instant happened) {
        return mark(workspace)
                .filter(mark -> !happened.isAfter(mark.time("voidUntil")))
                .isPresent();
    }

    private static Item voidUntil(Item mark, Instant time) {
        return mark.time("voidUntil", time).expires(time.plus(MARK_KEPT));
    }

    private Optional<Item> mark(WorkspaceId workspace) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(key(workspace, MARK).values())
                        .consistentRead(true))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(Item.of(found));
    }

    private static Item key(WorkspaceId workspace, String entry) {
        return new Item().text("workspace", workspace.value()).text("entry", entry);
    }
}
