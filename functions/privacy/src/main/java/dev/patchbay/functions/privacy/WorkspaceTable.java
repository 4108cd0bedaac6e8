package dev.patchbay.functions.privacy;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A table whose items belong to workspaces.
 *
 * @param name the table's
 * @param sortKey the attribute beside {@code workspace} in its key
 * @param kind what its items are
 * @param otherKinds what those are whose sort key begins so
 */
public record WorkspaceTable(String name, String sortKey, String kind, Map<String, String> otherKinds) {

    /** One whose items are all of one kind. */
    public WorkspaceTable(String name, String sortKey, String kind) {
        this(name, sortKey, kind, Map.of());
    }

    /** What an item is. */
    String kindOf(Map<String, AttributeValue> item) {
        String sortValue = sortValue(item);
        return otherKinds.entrySet().stream()
                .filter(other -> sortValue.startsWith(other.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(kind);
    }

    /** Returns the value that identifies an item within its workspace. */
    String sortValue(Map<String, AttributeValue> item) {
        return Item.of(item).text(sortKey);
    }

    Map<String, AttributeValue> key(WorkspaceId workspace, String sortValue) {
        return Map.of("workspace", AttributeValue.fromS(workspace.value()), sortKey, AttributeValue.fromS(sortValue));
    }

    /** Asks for a workspace's items, by a consistent read of its partition. */
    QueryRequest.Builder items(WorkspaceId workspace) {
        return WorkspaceQuery.of(name, workspace);
    }
}
