package dev.patchbay.functions.privacy;

import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Deletes what a workspace has in a table, a batch after the other: all are counted in one item, so batches side by side would
 * only get in each other's way. Thread-safe.
 */
public final class Sweep {
    private final DynamoDbClient dynamoDb;
    private final CountedDeletes deletes;
    private final Clock clock;

    public Sweep(DynamoDbClient dynamoDb, CountedDeletes deletes, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.deletes = deletes;
        this.clock = clock;
    }

    /** Deletes all, or as many as there is time for. One request per megabyte read, and one per 25 items. */
    public Step table(WorkspaceTable table, WorkspaceId workspace, Instant deadline) {
        QueryRequest keys = table.items(workspace)
                .projectionExpression("#sort")
                .expressionAttributeNames(Map.of("#sort", table.sortKey()))
                .build();
        // Read as it is deleted: a table that takes longer to read than there is time for gets smaller all the same.
        Iterator<List<Map<String, AttributeValue>>> batches = dynamoDb.queryPaginator(keys).items().stream()
                .gather(Gatherers.windowFixed(CountedDeletes.AT_ONCE))
                .iterator();
        int found = 0;
        while (batches.hasNext()) {
            if (clock.instant().isAfter(deadline)) {
                return new Step(found, false);
            }
            List<Map<String, AttributeValue>> batch = batches.next();
            delete(table, workspace, batch);
            found += batch.size();
        }
        return new Step(found, true);
    }

    private void delete(WorkspaceTable table, WorkspaceId workspace, List<Map<String, AttributeValue>> batch) {
        List<TransactWriteItem> writes = batch.stream()
                .map(item -> TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(table.name())
                                .key(table.key(workspace, table.sortValue(item)))
                                // Of two erases at the same time, only one counts the item.
                                .conditionExpression("attribute_exists(workspace)"))
                        .build())
                .toList();
        deletes.together(
                workspace, writes, batch.stream().collect(Collectors.toMap(table::kindOf, item -> 1, Integer::sum)));
    }
}
