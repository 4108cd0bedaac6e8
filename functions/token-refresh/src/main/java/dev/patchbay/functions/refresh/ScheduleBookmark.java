package dev.patchbay.functions.refresh;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Where a run of the schedule stopped that its time did not suffice for: one item of the table of OAuth apps, under a name that no app
 * has. One request each. Thread-safe.
 */
public final class ScheduleBookmark {
    private static final Item KEY = new Item().text("app", "_schedule");

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ScheduleBookmark(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** The last connection that was read, if the last run stopped. */
    Optional<Due> find() {
        Map<String, AttributeValue> found = dynamoDb.getItem(
                        request -> request.tableName(table).key(KEY.values()).consistentRead(true))
                .item();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Item item = Item.of(found);
        return Optional.of(new Due(
                new WorkspaceId(item.text("workspace")),
                new ConnectionId(item.text("connection")),
                new ProviderId(item.text("provider")),
                Math.toIntExact(item.number("refreshShard")),
                item.time("refreshAt")));
    }

    void put(Due last) {
        Item item = Item.of(KEY.values())
                .text("workspace", last.workspace().value())
                .text("connection", last.id().value())
                .text("provider", last.provider().value())
                .number("refreshShard", last.shard())
                .time("refreshAt", last.refreshAt());
        dynamoDb.putItem(request -> request.tableName(table).item(item.values()));
    }

    void remove() {
        dynamoDb.deleteItem(request -> request.tableName(table).key(KEY.values()));
    }
}
