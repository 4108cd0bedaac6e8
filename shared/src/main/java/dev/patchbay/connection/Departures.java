package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Takes all connections of a workspace away for good, in two steps. First the credential is laid aside: to everyone else the connection
 * is disconnected from then on. When its grant was given back, or could not be, the item is deleted. Who dies in between leaves
 * the credential to whoever goes on, so that no grant is left at a provider for want of a token to revoke it with. Thread-safe.
 */
public final class Departures {
    private static final String ASIDE = "revoking";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public Departures(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /**
     * An item of a workspace.
     *
     * @param connection disconnected, but for one that was not laid aside
     * @param aside the credential that was laid aside; absent: there is nothing to give back
     */
    public record Departing(Connection connection, Optional<SealedSecret> aside) {
        /** Whether it still can be used by everyone. */
        public boolean connected() {
            return connection.credential().isPresent();
        }
    }

    /** Every item of a workspace, tombstones too. One request per megabyte, consistent. */
    public List<Departing> all(WorkspaceId workspace) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("workspace = :w")
                        .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value()))))
                .items()
                .stream()
                .map(item -> read(Item.of(item)))
                .toList();
    }

    /**
     * Lays the credential of a connection aside, and tells that it is disconnected. One request.
     *
     * @return empty if somebody else was first
     */
    public Optional<Departing> layAside(Connection connection) {
        try {
            return Optional.of(read(Item.of(dynamoDb.updateItem(Tombstone.update(table, connection, clock.instant())
                            .rename("credential", ASIDE)
                            .returningNew())
                    .attributes())));
        } catch (ConditionalCheckFailedException overtaken) {
            return Optional.empty();
        }
    }

    /** The part of a transaction that deletes an item; it fails if the account was connected again since. */
    public TransactWriteItem deleting(Departing gone) {
        Connection connection = gone.connection();
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table)
                        .key(ConnectionItems.key(connection.workspace(), connection.id())
                                .values())
                        .conditionExpression("fence = :f")
                        .expressionAttributeValues(
                                Map.of(":f", AttributeValue.fromN(Long.toString(connection.fence())))))
                .build();
    }

    private static Departing read(Item item) {
        return new Departing(ConnectionItems.read(item), item.bytes(ASIDE).map(SealedSecret::of));
    }
}
