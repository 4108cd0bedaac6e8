package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Stores a workspace's notifications for 90 days. They are found by a hash of what they report (the key), and listed by time (the
 * index {@code byTime}). Thread-safe.
 */
public final class NotificationStore {
    public static final Duration KEPT = Duration.ofDays(90);

    private static final String BY_TIME = "byTime";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public NotificationStore(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * Notifications, the newest first.
     *
     * @param more whether there are older ones
     */
    public record Page(List<Notification> notifications, boolean more) {}

    /**
     * Keeps a notification, unless it is there already. One request.
     *
     * @return the notification as it is kept: a repeated event changes nothing of it
     */
    public Notification keep(Notification notification) {
        Item item =
                NotificationItems.write(notification).expires(notification.at().plus(KEPT));
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item.values())
                    .conditionExpression("attribute_not_exists(id)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return notification;
        } catch (ConditionalCheckFailedException before) {
            return NotificationItems.read(Item.of(before.item()));
        }
    }

    /** One request. */
    Optional<Notification> find(WorkspaceId workspace, NotificationId id) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(NotificationItems.key(workspace, id).values()))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(NotificationItems.read(Item.of(found)));
    }

    /** Deletes a notification. One request. */
    void forget(WorkspaceId workspace, NotificationId id) {
        dynamoDb.deleteItem(request -> request.tableName(table)
                .key(NotificationItems.key(workspace, id).values()));
    }

    /** The newest that are older than the cursor. One request. */
    public Page newest(WorkspaceId workspace, int limit, Optional<Cursor> before) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_TIME)
                .keyConditionExpression("workspace = :w")
                .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value())))
                .scanIndexForward(false)
                .limit(limit);
        before.ifPresent(cursor -> query.exclusiveStartKey(NotificationItems.key(workspace, cursor.id())
                .time("at", cursor.at())
                .values()));
        QueryResponse found = dynamoDb.query(query.build());
        return new Page(read(found.items()), !found.lastEvaluatedKey().isEmpty());
    }

    /** How many came at this time or later. One request per megabyte, which holds about a thousand. */
    int countSince(WorkspaceId workspace, Instant time) {
        return dynamoDb
                .queryPaginator(since(workspace, time.toEpochMilli())
                        .select(Select.COUNT)
                        .build())
                .stream()
                .mapToInt(QueryResponse::count)
                .sum();
    }

    /** Those that came at this time or later. One request. */
    public List<Notification> since(WorkspaceId workspace, Instant time) {
        return read(
                dynamoDb.query(since(workspace, time.toEpochMilli()).build()).items());
    }

    private QueryRequest.Builder since(WorkspaceId workspace, long time) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(BY_TIME)
                .keyConditionExpression("workspace = :w AND #at >= :t")
                .expressionAttributeNames(Map.of("#at", "at"))
                .expressionAttributeValues(Map.of(
                        ":w", AttributeValue.fromS(workspace.value()),
                        ":t", AttributeValue.fromN(Long.toString(time))));
    }

    private static List<Notification> read(List<Map<String, AttributeValue>> items) {
        return items.stream().map(item -> NotificationItems.read(Item.of(item))).toList();
    }
}
