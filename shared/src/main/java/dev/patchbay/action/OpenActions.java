package dev.patchbay.action;

import dev.patchbay.aws.Item;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * The actions that have no outcome. Those that should have had one long ago, of all workspaces, are read from the sparse index
 * {@code byOverdue}, which an action leaves as it ends. Reading costs a request per shard and one per some thousands that are overdue,
 * however many there are that are not. Those of one connection are counted by another such index. Thread-safe.
 */
public final class OpenActions {
    /**
     * How long after its deadline an action that is still open has no worker. A connection's actions wait for each other: this is the time
     * that 5,000 of them take at four seconds each. With the longest deadline it is long before a queue forgets a message, after four days.
     */
    static final Duration GRACE = Duration.ofHours(6);

    private static final int SHARDS = 16;
    private static final String INDEX = "byOverdue";
    private static final String BY_CONNECTION = "byOpenConnection";

    /** The attributes that put an action into the two indexes. */
    static final List<String> ATTRIBUTES = List.of("openShard", "overdueAt", "openConnection");

    private final DynamoDbClient dynamoDb;
    private final String table;

    public OpenActions(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** An action that is overdue, as the index knows it: a moment ago. */
    public record Overdue(WorkspaceId workspace, ActionId id) {}

    /** All that are overdue by now, read as the stream is consumed. */
    public Stream<Overdue> overdue(Instant now) {
        return IntStream.range(0, SHARDS).boxed().flatMap(shard -> overdue(shard, now));
    }

    private Stream<Overdue> overdue(int shard, Instant now) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("openShard = :shard AND overdueAt <= :now")
                .expressionAttributeValues(Map.of(
                        ":shard",
                        AttributeValue.fromN(Integer.toString(shard)),
                        ":now",
                        AttributeValue.fromN(Long.toString(now.toEpochMilli()))))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(Item::of)
                .map(item -> new Overdue(new WorkspaceId(item.text("workspace")), new ActionId(item.text("id"))));
    }

    /**
     * How many actions of a connection have no outcome, as the sparse index {@code byOpenConnection} knows it: a moment ago. One request
     * per megabyte, which holds some 5,000.
     *
     * @param enough where counting stops: no more pages are read once so many are counted
     */
    int count(WorkspaceId workspace, ConnectionId connection, int enough) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(BY_CONNECTION)
                .select(Select.COUNT)
                .keyConditionExpression("openConnection = :c")
                .expressionAttributeValues(Map.of(":c", AttributeValue.fromS(key(workspace, connection))))
                .build();
        int counted = 0;
        for (QueryResponse page : dynamoDb.queryPaginator(query)) {
            counted += page.count();
            if (counted >= enough) {
                break;
            }
        }
        return counted;
    }

    private static String key(WorkspaceId workspace, ConnectionId connection) {
        return workspace + "|" + connection;
    }

    /** What puts an action into the indexes. */
    static Item entry(ActionRecord action) {
        return new Item()
                .text("openConnection", key(action.workspace(), action.connection()))
                .number("openShard", Math.floorMod(action.id().value().hashCode(), SHARDS))
                .time("overdueAt", action.accepted().deadline().plus(GRACE));
    }
}
