package dev.patchbay.aws;

import dev.patchbay.tenant.WorkspaceId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A part of a workspace's items in a table whose partitions are workspaces, in the order of their sort keys.
 *
 * @param more whether there are items behind the last one; never with an empty page
 */
public record WorkspacePage(List<Item> items, boolean more) {

    /**
     * Reads items as they stand now: one request, consistent.
     *
     * @param after the key behind which the page begins; empty: the first page
     * @param limit how many items it holds at the most, from 1
     */
    public static WorkspacePage read(
            DynamoDbClient dynamoDb, String table, WorkspaceId workspace, Optional<Item> after, int limit) {
        QueryRequest.Builder query = WorkspaceQuery.of(table, workspace)
                // One more shows whether there is a next page.
                .limit(limit + 1);
        after.ifPresent(key -> query.exclusiveStartKey(key.values()));
        QueryResponse read = dynamoDb.query(query.build());
        return new WorkspacePage(
                read.items().stream().limit(limit).map(Item::of).toList(),
                read.items().size() > limit || !read.lastEvaluatedKey().isEmpty());
    }
}
