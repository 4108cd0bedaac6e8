package dev.patchbay.connection;

import dev.patchbay.aws.WorkspacePage;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
        WorkspacePage read = WorkspacePage.read(
                dynamoDb, table, workspace, after.map(id -> ConnectionItems.key(workspace, id)), limit);
        List<Connection> page = read.items().stream().map(ConnectionItems::read).toList();
        return new Page(
                page.stream()
                        .filter(connection -> connection.status() != ConnectionStatus.DISCONNECTED)
                        .toList(),
                read.more() ? Optional.of(page.getLast().id()) : Optional.empty());
    }
}
