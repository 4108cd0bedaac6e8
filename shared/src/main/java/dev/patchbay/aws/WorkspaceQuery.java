package dev.patchbay.aws;

import dev.patchbay.tenant.WorkspaceId;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Queries the items of one workspace in a table whose partitions are workspaces. */
public final class WorkspaceQuery {
    private WorkspaceQuery() {}

    /** Returns a consistent query of all items, in the order of their sort keys. The caller may narrow it. */
    public static QueryRequest.Builder of(String table, WorkspaceId workspace) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("workspace = :w")
                .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value())));
    }

    /** Returns all items as they are now, page by page while they are consumed. One request per megabyte. */
    public static Stream<Item> all(DynamoDbClient dynamoDb, String table, WorkspaceId workspace) {
        return dynamoDb.queryPaginator(of(table, workspace).build()).items().stream()
                .map(Item::of);
    }
}
