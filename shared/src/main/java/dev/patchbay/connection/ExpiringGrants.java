package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.CONNECTION;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_DAY;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_SHARD;
import static dev.patchbay.connection.ConnectionAttributes.WORKSPACE;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The connections whose grants will end, of all workspaces, by day: read from the sparse index {@code byGrantExpiry}. Reading costs a
 * request per shard and one per some thousands that end by that day, however many there are that end later or never. A refresh that
 * does not change the day costs the index nothing. Thread-safe.
 */
public final class ExpiringGrants {
    static final int SHARDS = 16;
    private static final String INDEX = "byGrantExpiry";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ExpiringGrants(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * A connection whose grant will end, as the index knows it: a moment ago.
     *
     * @param warned the last warning that was sent, see {@link ExpiryWarnings}
     */
    public record Ending(WorkspaceId workspace, ConnectionId id, LocalDate day, Optional<Integer> warned) {}

    /** All that end on this day or before, read as the stream is consumed. */
    public Stream<Ending> until(LocalDate last) {
        return IntStream.range(0, SHARDS).boxed().flatMap(shard -> until(shard, last));
    }

    private Stream<Ending> until(int shard, LocalDate last) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression(GRANT_SHARD + " = :shard AND " + GRANT_DAY + " <= :last")
                .expressionAttributeValues(Map.of(
                        ":shard",
                        AttributeValue.fromN(Integer.toString(shard)),
                        ":last",
                        AttributeValue.fromS(last.toString())))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(Item::of)
                .map(item -> new Ending(
                        new WorkspaceId(item.text(WORKSPACE)),
                        new ConnectionId(item.text(CONNECTION)),
                        LocalDate.parse(item.text(GRANT_DAY)),
                        ExpiryWarnings.reported(item)));
    }
}
