package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The connections whose tokens the schedule is to renew, of all workspaces: read from the sparse index {@code byRefreshDue}, whose
 * shards keep one partition from taking every write. Reading costs a request per shard and one per thousand due connections, however
 * many there are that are not due. Thread-safe.
 */
public final class DueConnections {
    private static final int SHARDS = 16;
    private static final String INDEX = "byRefreshDue";

    /** The attributes that put a connection into the index. */
    static final List<String> ATTRIBUTES = List.of("refreshShard", "refreshAt");

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public DueConnections(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** A connection that is due. */
    public record Due(WorkspaceId workspace, ConnectionId id, ProviderId provider) {}

    /** All that are due now, read as the stream is consumed. */
    public Stream<Due> now() {
        Instant now = clock.instant();
        return IntStream.range(0, SHARDS).boxed().flatMap(shard -> due(shard, now));
    }

    private Stream<Due> due(int shard, Instant until) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("refreshShard = :shard AND refreshAt <= :until")
                .expressionAttributeValues(Map.of(
                        ":shard",
                        AttributeValue.fromN(Integer.toString(shard)),
                        ":until",
                        AttributeValue.fromN(Long.toString(until.toEpochMilli()))))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(Item::of)
                .map(item -> new Due(
                        new WorkspaceId(item.text("workspace")),
                        new ConnectionId(item.text("connection")),
                        new ProviderId(item.text("provider"))));
    }

    /** What puts a connection into the index; nothing where it is never due. */
    static Item entry(ConnectionId id, Optional<Instant> refreshAt) {
        Item item = new Item();
        refreshAt.ifPresent(due -> item.number("refreshShard", id.shard(SHARDS)).time("refreshAt", due));
        return item;
    }
}
