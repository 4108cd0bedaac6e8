package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.REVOKING;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Removes all connections of a workspace for good, in two steps. First it lays the credential aside: to everyone else the connection is
 * disconnected from then on, and no longer holds its account. Then the caller revokes the grant, or finds that it cannot, and deletes
 * the item. If a run crashes in between, the credential remains, and the next run revokes the grant with it. Thread-safe.
 */
public final class ConnectionRemoval {
    private final DynamoDbClient dynamoDb;
    private final String table;
    private final AccountHolders holders;
    private final Clock clock;
    private final ConnectionWrites writes;
    private final ConnectionTransitions transitions;

    public ConnectionRemoval(DynamoDbClient dynamoDb, String table, AccountHolders holders, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.holders = holders;
        this.clock = clock;
        this.writes = new ConnectionWrites(dynamoDb);
        this.transitions = new ConnectionTransitions(table);
    }

    /**
     * An item of a workspace.
     *
     * @param connection as it was read
     * @param aside the credential that was laid aside; absent: there is nothing to revoke
     * @param fence of the item as it is
     */
    public record Departing(Connection connection, Optional<SealedSecret> aside, long fence) {
        /** Whether it still can be used by everyone. */
        public boolean connected() {
            return aside.isEmpty() && connection.credential().isPresent();
        }
    }

    /** Every item of a workspace, tombstones too. One request per megabyte, consistent. */
    public List<Departing> all(WorkspaceId workspace) {
        return WorkspaceQuery.all(dynamoDb, table, workspace)
                .map(ConnectionRemoval::read)
                .toList();
    }

    /**
     * Lays the credential of a connection aside, releases its account and sends the event that it is disconnected. One request.
     *
     * @return empty if the connection has changed since it was read
     */
    public Optional<Departing> layAside(Connection connection) {
        boolean laid = writes.applied(
                transitions.layAside(connection, clock.instant()),
                connection.holding().map(holders::release));
        return laid
                ? Optional.of(new Departing(connection, connection.credential(), connection.fence() + 1))
                : Optional.empty();
    }

    /** The part of a transaction that deletes an item; it fails if the account was connected again since. */
    public TransactWriteItem deleting(Departing gone) {
        return transitions.delete(gone.connection(), gone.fence());
    }

    private static Departing read(Item item) {
        Connection connection = ConnectionItems.read(item);
        return new Departing(connection, item.bytes(REVOKING).map(SealedSecret::of), connection.fence());
    }
}
