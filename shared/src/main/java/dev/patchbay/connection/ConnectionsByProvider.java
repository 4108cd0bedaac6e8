package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.CONNECTION;
import static dev.patchbay.connection.ConnectionAttributes.PROVIDER;
import static dev.patchbay.connection.ConnectionAttributes.STATUS;
import static dev.patchbay.connection.ConnectionAttributes.WORKSPACE;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * A workspace's connections as the index {@code byProvider} knows them: without credentials, and as they were a moment ago, usually less
 * than a second. One request reads some thousands. Thread-safe.
 */
public final class ConnectionsByProvider {
    private static final String INDEX = "byProvider";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ConnectionsByProvider(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** The connections of one provider. Reads no others. */
    public List<ConnectionId> of(WorkspaceId workspace, ProviderId provider) {
        QueryRequest query = notRemoved()
                .keyConditionExpression(WORKSPACE + " = :w AND " + PROVIDER + " = :p")
                .expressionAttributeValues(Map.of(
                        ":w", AttributeValue.fromS(workspace.value()),
                        ":p", AttributeValue.fromS(provider.value()),
                        ":gone", AttributeValue.fromS(ConnectionStatus.DISCONNECTED.name())))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(item -> new ConnectionId(Item.of(item).text(CONNECTION)))
                .toList();
    }

    /** Whether a workspace has at least so many connections. */
    boolean areAtLeast(WorkspaceId workspace, int enough) {
        QueryRequest query = notRemoved()
                .select(Select.COUNT)
                .keyConditionExpression(WORKSPACE + " = :w")
                .expressionAttributeValues(Map.of(
                        ":w", AttributeValue.fromS(workspace.value()),
                        ":gone", AttributeValue.fromS(ConnectionStatus.DISCONNECTED.name())))
                .build();
        int counted = 0;
        for (QueryResponse page : dynamoDb.queryPaginator(query)) {
            counted += page.count();
            if (counted >= enough) {
                return true;
            }
        }
        return false;
    }

    /** Tombstones stay in the index for some days. */
    private QueryRequest.Builder notRemoved() {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .filterExpression("#status <> :gone")
                .expressionAttributeNames(Map.of("#status", STATUS));
    }
}
