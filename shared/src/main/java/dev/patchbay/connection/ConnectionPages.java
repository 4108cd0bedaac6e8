package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads a workspace's connections page by page, by id. Thread-safe. */
public final class ConnectionPages {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public ConnectionPages(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * Connections as they stand now (a consistent read).
     *
     * @param last after which the next page begins; empty: there is no more
     */
    public record Page(List<Connection> connections, Optional<ConnectionId> last) {}

    /**
     * At most so many of the connections behind one. Connections that were disconnected in the last days count and are left out, so a page may
     * hold fewer and still not be the last. One request.
     */
    public Page after(WorkspaceId workspace, Optional<ConnectionId> after, int limit) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("workspace = :w")
                .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value())))
                // One more shows whether there is a next page.
                .limit(limit + 1);
        after.ifPresent(
                id -> query.exclusiveStartKey(ConnectionItems.key(workspace, id).values()));
        QueryResponse read = dynamoDb.query(query.build());
        boolean more = read.items().size() > limit || !read.lastEvaluatedKey().isEmpty();
        List<Connection> page = read.items().stream()
                .limit(limit)
                .map(item -> ConnectionItems.read(Item.of(item)))
                .toList();
        return new Page(
                page.stream()
                        .filter(connection -> connection.status() != ConnectionStatus.DISCONNECTED)
                        .toList(),
                more ? Optional.of(page.getLast().id()) : Optional.empty());
    }
}
