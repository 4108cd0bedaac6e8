package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Stores connections. Every method takes the workspace first and puts it in the key, so no method can reach another tenant's. Each
 * change is one conditional write that carries its event. Thread-safe.
 */
public final class ConnectionStore {
    private static final Duration LAST_USED_STEP = Duration.ofMinutes(1);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Supplier<AccountHolders> holders;
    private final Clock clock;
    private final ConnectionWrites writes;
    private final RefreshLeases leases;
    private final Doubts doubts;

    public ConnectionStore(DynamoDbClient dynamoDb, String table, AccountHolders holders, Clock clock) {
        this(dynamoDb, table, () -> holders, clock);
    }

    /** A store for functions that make and remove no connection whose account is shared. */
    public ConnectionStore(DynamoDbClient dynamoDb, String table, Clock clock) {
        this(
                dynamoDb,
                table,
                () -> {
                    throw new IllegalStateException(
                            "This function does not know the table of account holders: give it to its ConnectionStore");
                },
                clock);
    }

    private ConnectionStore(DynamoDbClient dynamoDb, String table, Supplier<AccountHolders> holders, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.holders = holders;
        this.clock = clock;
        this.writes = new ConnectionWrites(dynamoDb);
        this.leases = new RefreshLeases(dynamoDb, table, holders, clock);
        this.doubts = new Doubts(dynamoDb, table, clock);
    }

    /** The connection as it stands now (a consistent read), or empty if there is none or it was disconnected. One request. */
    public Optional<Connection> find(WorkspaceId workspace, ConnectionId id) {
        return findOrRemoved(workspace, id).filter(ConnectionStore::notRemoved);
    }

    /** The same, or what is left of a connection that was disconnected in the last days. One request. */
    public Optional<Connection> findOrRemoved(WorkspaceId workspace, ConnectionId id) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(ConnectionItems.key(workspace, id).values())
                        .consistentRead(true))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(ConnectionItems.read(Item.of(found)));
    }

    /**
     * Every connection of a workspace as it stands now (a consistent read): a person who has just connected an account must find it here.
     * One request per megabyte, which holds some hundreds.
     */
    public List<Connection> list(WorkspaceId workspace) {
        return WorkspaceQuery.all(dynamoDb, table, workspace)
                .map(ConnectionItems::read)
                .filter(ConnectionStore::notRemoved)
                .toList();
    }

    /**
     * Stores a newly agreed connection, or renews the one of the same account: id and history stay; credential, scopes and status
     * are new, and a refresh that is under way with the old credential is overtaken. It keeps holding its account, if it did. One request.
     */
    public Connection connect(NewConnection agreed) {
        return ConnectionItems.read(
                Item.of(dynamoDb.updateItem(connecting(agreed).returningNew()).attributes()));
    }

    /**
     * The same, and records in the same transaction that the connection holds its account. Two requests.
     *
     * @param holding empty: there is nothing to hold, and one request is made
     */
    public Connection connect(NewConnection agreed, Optional<Holding> holding) {
        if (holding.isEmpty()) {
            return connect(agreed);
        }
        dynamoDb.transactWriteItems(request -> request.transactItems(connecting(agreed, holding, false)));
        return find(agreed.workspace(), agreed.id())
                .orElseThrow(() -> new IllegalStateException("The connection was removed at the same moment"));
    }

    /**
     * The same as parts of a transaction that makes more. The first part is the connection's.
     *
     * @param holding empty: there is nothing to hold
     * @param renewing whether it fails if the account is not connected: it was removed while a person renewed it
     */
    public List<TransactWriteItem> connecting(NewConnection agreed, Optional<Holding> holding, boolean renewing) {
        Update update = connecting(agreed).set(ConnectionItems.of(holding));
        TransactWriteItem connection = (renewing ? update.whenExists("credential") : update).inTransaction();
        return holding.map(hold -> List.of(connection, holders.get().hold(hold)))
                .orElseGet(() -> List.of(connection));
    }

    private Update connecting(NewConnection agreed) {
        Instant now = clock.instant();
        PatchbayEvent event = ConnectionEvents.connected(agreed, now);
        // Keeps the earlier choice if it is among the new ones.
        return new Update(table, ConnectionItems.key(agreed.workspace(), agreed.id()))
                .replace(
                        ConnectionItems.of(agreed)
                                .text("status", ConnectionStatus.CONNECTED.name())
                                .time("statusSince", now)
                                .time("tokensIssuedAt", now)
                                .text(PatchbayEvent.ATTRIBUTE, event.toJson()),
                        ConnectionItems.MAY_BE_ABSENT)
                .setIfAbsent(new Item().time("connectedAt", now))
                // The first is the time: an account that is erased and connected again gets no fence that its old life
                // had.
                .increase("fence", now.toEpochMilli(), 1)
                .replace(DueConnections.entry(agreed.id(), agreed.refreshAt()), DueConnections.ATTRIBUTES)
                .replace(ConnectionItems.of(agreed.id(), agreed.grant()), ConnectionItems.GRANT)
                .remove(
                        "statusReason",
                        "leaseUntil",
                        "leaseOwner",
                        "grantBegunAt",
                        "refusedSince",
                        "notBefore",
                        "lostScopes",
                        "narrowedReportedAt",
                        "failingReportedAt",
                        "removal",
                        "revoking",
                        "expiresAt",
                        ExpiryWarnings.ATTRIBUTE);
    }

    /**
     * Removes a connection: its credential is gone at once, and a tombstone stays for a few days so that a refresh that is under
     * way cannot bring it back. It holds its account no more, by the same transaction. One request, and one more
     * if it returns false.
     *
     * @return false if its credential is not this one any more: it was refreshed, connected anew or removed meanwhile
     */
    public boolean disconnect(Connection connection) {
        Optional<SealedSecret> credential = connection.credential();
        if (credential.isEmpty()) {
            return false;
        }
        String removal = UUID.randomUUID().toString();
        Update update = Tombstone.update(table, connection, clock.instant())
                .set(new Item().text("removal", removal))
                .remove("credential")
                .whenEqual(new Item().bytes("credential", credential.get().bytes()));
        // The SDK repeats a write whose answer was lost, and then finds its own.
        return applied(update, released(connection)) || wasRemovedBy(connection, removal);
    }

    private boolean wasRemovedBy(Connection connection, String removal) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(ConnectionItems.key(connection.workspace(), connection.id())
                                .values())
                        .consistentRead(true))
                .item();
        return Item.of(found).optionalText("removal").filter(removal::equals).isPresent();
    }

    /**
     * Picks one of a connection's choices. One request.
     *
     * @return the connection as it is then, or empty if it was removed meanwhile
     */
    public Optional<Connection> choose(Connection connection, Choice choice) {
        Update update = new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item().text("picked", choice.id()))
                .remove(PatchbayEvent.ATTRIBUTE)
                .whenExists("credential");
        try {
            return Optional.of(ConnectionItems.read(
                    Item.of(dynamoDb.updateItem(update.returningNew()).attributes())));
        } catch (ConditionalCheckFailedException removed) {
            return Optional.empty();
        }
    }

    /** Notes that a connection was used, at most once a minute. At most one request. */
    public void touch(Connection connection) {
        Instant now = clock.instant();
        boolean recent = connection
                .lastUsedAt()
                .filter(last -> last.plus(LAST_USED_STEP).isAfter(now))
                .isPresent();
        if (!recent) {
            // A lost race or a connection that was removed meanwhile leaves nothing to note.
            applied(new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                    .set(new Item().time("lastUsedAt", now))
                    .remove(PatchbayEvent.ATTRIBUTE)
                    .whenExists("credential"));
        }
    }

    /** The leases under which this store's connections are refreshed. */
    public RefreshLeases leases() {
        return leases;
    }

    /** Which of this store's connections are in doubt. */
    public Doubts doubts() {
        return doubts;
    }

    /**
     * Says that the grant is dead, unless the connection has been renewed since it was read. It holds its account no more. One request.
     *
     * @param status {@link ConnectionStatus#EXPIRED} or {@link ConnectionStatus#REVOKED}
     * @return whether this call made the change; false if it was made before or no longer holds
     */
    public boolean end(Connection connection, ConnectionStatus status, String reason) {
        Instant now = clock.instant();
        PatchbayEvent event = status == ConnectionStatus.EXPIRED
                ? ConnectionEvents.expired(connection, reason, now)
                : ConnectionEvents.revoked(connection, reason, now);
        return applied(
                new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                        .set(new Item()
                                .text("status", status.name())
                                .text("statusReason", reason)
                                .time("statusSince", now)
                                .text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                        .increase("fence", 1)
                        .replace(new Item(), DueConnections.ATTRIBUTES)
                        .replace(new Item(), ExpiringGrants.ATTRIBUTES)
                        .replace(new Item(), ConnectionItems.HOLDING)
                        .remove(
                                "leaseUntil",
                                "leaseOwner",
                                "grantBegunAt",
                                "refusedSince",
                                "notBefore",
                                ExpiryWarnings.ATTRIBUTE)
                        .whenExists("credential")
                        .whenEqual(new Item()
                                .number("fence", connection.fence())
                                .text("status", connection.status().name())),
                released(connection));
    }

    /**
     * Reports, once, that an error has lasted for over an hour. One request.
     *
     * @return whether this call reported it
     */
    public boolean reportFailing(Connection connection) {
        Instant now = clock.instant();
        PatchbayEvent event = ConnectionEvents.failing(connection, now);
        return applied(new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item().time("failingReportedAt", now).text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .whenAbsent("failingReportedAt")
                .whenEqual(new Item().text("status", ConnectionStatus.ERROR.name())));
    }

    private Optional<TransactWriteItem> released(Connection connection) {
        return connection.holding().map(holding -> holders.get().release(holding));
    }

    /**
     * Reports, once for each loss, that a refresh came without permissions that the connection had. One request.
     *
     * @param missing what it may not do any more, in words
     * @return whether this call reported it
     */
    public boolean reportNarrowed(Connection connection, List<String> missing) {
        Instant now = clock.instant();
        PatchbayEvent event = ConnectionEvents.narrowed(connection, missing, now);
        return applied(new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item().time("narrowedReportedAt", now).text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .whenAbsent("narrowedReportedAt")
                .whenExists("lostScopes")
                .whenEqual(new Item().number("fence", connection.fence())));
    }

    private boolean applied(Update update) {
        return applied(update, Optional.empty());
    }

    private boolean applied(Update update, Optional<TransactWriteItem> together) {
        return writes.applied(update, together);
    }

    private static boolean notRemoved(Connection connection) {
        return connection.status() != ConnectionStatus.DISCONNECTED;
    }
}
