package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Keeps what each member has read, in the member's own item: a notification that no member reads costs no write, and one that
 * many read is not written by all of them. Thread-safe.
 */
public final class ReadMarks {
    /** Clocks differ, and the index shows a notification a moment late: what came this recently is marked one by one. */
    public static final Duration RECENT = Duration.ofMinutes(1);

    private static final int OUTLIVED = 100;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public ReadMarks(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** Returns what a member has read. One consistent read, because a member often lists notifications right after reading one. */
    public ReadMark of(Member member) {
        Item item = Item.of(dynamoDb.getItem(request ->
                        request.tableName(table).key(key(member).values()).consistentRead(true))
                .item());
        return new ReadMark(item.optionalTime("readBefore").orElse(Instant.EPOCH), item.texts("read"));
    }

    /** Marks one. One request, and one more for every hundred that were marked and are gone. */
    public void read(Member member, Notification notification) {
        Item marked = Item.of(dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(member).values())
                        .updateExpression("ADD #read :entries")
                        .expressionAttributeNames(Map.of("#read", "read"))
                        .expressionAttributeValues(
                                Map.of(":entries", AttributeValue.fromSs(List.of(ReadMark.entry(notification)))))
                        .returnValues(ReturnValue.UPDATED_NEW))
                .attributes());
        Instant kept = clock.instant().minus(NotificationStore.KEPT);
        List<String> gone = marked.texts("read").stream()
                .filter(entry -> ReadMark.older(entry, kept))
                .toList();
        if (gone.size() >= OUTLIVED) {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(member).values())
                    .updateExpression("DELETE #read :entries")
                    .expressionAttributeNames(Map.of("#read", "read"))
                    .expressionAttributeValues(Map.of(":entries", AttributeValue.fromSs(gone))));
        }
    }

    /**
     * Marks all that came before a time, and these. One request.
     *
     * @param before not in the last minute, see {@link #RECENT}
     */
    public void readAll(Member member, Instant before, List<Notification> recent) {
        Set<String> entries = recent.stream().map(ReadMark::entry).collect(Collectors.toSet());
        Update update = new Update(table, key(member))
                .set(new Item().time("readBefore", before).texts("read", entries))
                .whenAbsentOrBelow("readBefore", before.toEpochMilli());
        if (entries.isEmpty()) {
            update.remove("read");
        }
        try {
            dynamoDb.updateItem(update.returningNothing());
        } catch (ConditionalCheckFailedException later) {
            // The same member has marked all at a later time, in another window say: that covers these.
            return;
        }
    }

    private static Item key(Member member) {
        return new Item()
                .text("workspace", member.workspace().value())
                .text("member", member.id().value());
    }
}
