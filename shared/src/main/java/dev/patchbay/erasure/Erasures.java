package dev.patchbay.erasure;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.StoredText;
import dev.patchbay.aws.Update;
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
 * Keeps what came of erasing a workspace: a mark with times and counts, and an entry for each connection. What is deleted is
 * counted by the same transaction that deletes it, so the receipt is right whatever dies in between. The entries go after three
 * days. The mark stays for longer than a message about the workspace may wait anywhere: it tells who comes late that what
 * the message tells is void. Thread-safe.
 */
public final class Erasures {
    /** How long the mark stays: the bus archives events for 90 days, and may replay them on the last. */
    public static final Duration MARK_KEPT = Duration.ofDays(91);

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final Duration RECEIPT_KEPT = Duration.ofHours(24);
    /** An erase may be repeated for two days until it is whole, and be told for one more. */
    private static final Duration ENTRY_KEPT = Duration.ofDays(3);
    /** One request erases for at most so long. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    private static final String MARK = "erasure";
    private static final String DELETED = "deleted_";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public Erasures(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * What became of one connection.
     *
     * @param account as a person recognises it
     * @param revoked whether the provider ended the grant
     * @param says what was done, or why it was not
     */
    public record Departed(String connection, String provider, String account, boolean revoked, String says) {}

    /**
     * What has come of an erase so far.
     *
     * @param erasedAt when nothing was left; absent while it is under way
     * @param deleted how many of each kind
     */
    public record Receipt(
            Instant startedAt, Optional<Instant> erasedAt, Map<String, Long> deleted, List<Departed> departed) {}

    /**
     * Begins an erase, or goes on with one that is not whole or was so less than a day ago: then its receipt is added to. Two
     * requests.
     *
     * @return when it was whole before, if it was
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
            // By another request at this moment: both erase the same, and add to one receipt.
            LOG.info("Another request erases too");
        }
    }

    /** Says that nothing is left. One request. */
    public void finish(WorkspaceId workspace, Instant erasedAt) {
        dynamoDb.updateItem(new Update(table, key(workspace, MARK))
                .set(voidUntil(new Item().time("erasedAt", erasedAt), clock.instant()))
                .returningNothing());
    }

    /** The part of a transaction that counts what its other parts delete. */
    public TransactWriteItem counting(WorkspaceId workspace, Map<String, Integer> deleted) {
        Update counts = new Update(table, key(workspace, MARK));
        deleted.forEach((kind, count) -> counts.increase(DELETED + kind, count));
        return counts.inTransaction();
    }

    /** The part of a transaction that notes what became of a connection. */
    public TransactWriteItem noting(WorkspaceId workspace, Departed departed) {
        Instant now = clock.instant();
        return new Update(table, key(workspace, departed.connection()))
                .set(new Item()
                        .text("provider", departed.provider())
                        .text("account", departed.account())
                        .flag("revoked", departed.revoked())
                        .text("says", StoredText.sentence(departed.says()))
                        .time("at", now)
                        .expires(now.plus(ENTRY_KEPT)))
                .inTransaction();
    }

    /** What has come of the erase that was begun last. One request per megabyte, which holds some thousand connections. */
    public Receipt receipt(WorkspaceId workspace) {
        List<Item> all = dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("workspace = :w")
                        .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value()))))
                .items()
                .stream()
                .map(Item::of)
                .toList();
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
                // Of an erase before this one, which TTL has not reached yet.
                .filter(item -> !item.time("at").isBefore(startedAt))
                .map(item -> new Departed(
                        item.text("entry"),
                        item.text("provider"),
                        item.text("account"),
                        item.flag("revoked"),
                        item.text("says")))
                .toList();
        return new Receipt(startedAt, mark.optionalTime("erasedAt"), deleted, departed);
    }

    /**
     * Whether something that happened in a workspace is void, because the workspace was erased since or is being erased. Who asks after
     * writing what must not outlive an erase, and takes it back then, leaves nothing: the erase marks first and deletes second. One
     * request, consistent.
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
