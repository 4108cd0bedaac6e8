package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.ACCOUNT_ID;
import static dev.patchbay.connection.ConnectionAttributes.ACCOUNT_LABEL;
import static dev.patchbay.connection.ConnectionAttributes.API_BASE;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTED_BY;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTION;
import static dev.patchbay.connection.ConnectionAttributes.CREDENTIAL;
import static dev.patchbay.connection.ConnectionAttributes.PARAMETERS;
import static dev.patchbay.connection.ConnectionAttributes.PROVIDER;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_AT;
import static dev.patchbay.connection.ConnectionAttributes.SCOPES;
import static dev.patchbay.connection.ConnectionAttributes.TOKENS_EXPIRE_AT;
import static dev.patchbay.connection.ConnectionAttributes.WORKSPACE;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Stores grants between callback and completion. The key is the hash of the handle and not the workspace: a handle that another
 * workspace's member presents must be found, so that the grant is refused and revoked. Thread-safe.
 */
public final class PendingGrantStore {
    /** Time for every attempt to revoke a grant that was not completed; then DynamoDB deletes the item in any case. */
    private static final Duration KEPT = Duration.ofDays(1);

    /** Attributes of a pending grant that its mark as completed does not keep. */
    private static final List<String> OF_THE_GRANT = Stream.of(
                    List.of(PROVIDER, ACCOUNT_ID, ACCOUNT_LABEL, CREDENTIAL, "email", "reconnecting", REFRESH_AT),
                    ConnectionAttributes.GRANT,
                    ConnectionAttributes.OPTIONAL_WHEN_CONNECTED)
            .flatMap(List::stream)
            .toList();

    private final DynamoDbClient dynamoDb;
    private final String table;

    public PendingGrantStore(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * Stores a pending grant. The same callback may store it again, sealed with another key. One conditional request.
     *
     * @param hold what records in the same transaction that the grant holds its account; empty: there is nothing to hold
     * @throws ConditionalCheckFailedException or {@code TransactionCanceledException} if the handle is another member's
     */
    public void put(PendingGrant pending, Optional<TransactWriteItem> hold) {
        Put put = putting(pending);
        if (hold.isEmpty()) {
            dynamoDb.putItem(request -> request.tableName(put.tableName())
                    .item(put.item())
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeValues(put.expressionAttributeValues()));
            return;
        }
        dynamoDb.transactWriteItems(request ->
                request.transactItems(TransactWriteItem.builder().put(put).build(), hold.get()));
    }

    private Put putting(PendingGrant pending) {
        NewConnection agreed = pending.agreed();
        Item item = ConnectionItems.of(agreed)
                .add(ConnectionItems.grant(agreed.access().grant()))
                .text("handle", pending.handleHash())
                .text(WORKSPACE, agreed.workspace().value())
                .text("email", pending.email().map(EmailAddress::value))
                .flag("reconnecting", pending.reconnecting())
                .time(REFRESH_AT, agreed.access().refreshAt())
                .time("until", pending.until())
                .expires(pending.until().plus(KEPT));
        return Put.builder()
                .tableName(table)
                .item(item.values())
                .conditionExpression(
                        "attribute_not_exists(handle) OR (" + WORKSPACE + " = :w AND " + CONNECTED_BY + " = :m)")
                .expressionAttributeValues(Map.of(
                        ":w", AttributeValue.fromS(agreed.workspace().value()),
                        ":m", AttributeValue.fromS(agreed.connectedBy().value())))
                .build();
    }

    /** Stores a grant that is to be revoked. The same callback may store it again, sealed with another key. One request. */
    public void put(RefusedGrant unused, Instant now) {
        Item item = new Item()
                .text("handle", unused.handleHash())
                .text(WORKSPACE, unused.workspace().value())
                .text(CONNECTED_BY, unused.member().value())
                .text(PROVIDER, unused.provider().value())
                .text(ACCOUNT_ID, unused.account().map(Account::id))
                .text(ACCOUNT_LABEL, unused.account().map(Account::label))
                .flag("refused", true)
                .flag("unusable", unused.unusable())
                .bytes(CREDENTIAL, unused.credential().bytes())
                .flag("ended", true)
                .expires(now.plus(KEPT));
        dynamoDb.putItem(request -> request.tableName(table).item(item.values()));
    }

    /** What is stored under a handle now (a consistent read). One request. */
    public Optional<Pending> find(String handleHash) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request ->
                        request.tableName(table).key(key(handleHash).values()).consistentRead(true))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(read(Item.of(found)));
    }

    /** The part of a transaction that uses a pending grant up and leaves a mark; it fails if it is over or was used before. */
    public TransactWriteItem completing(PendingGrant pending, Instant now) {
        return new Update(table, key(pending.handleHash()))
                .set(new Item().text(CONNECTION, pending.agreed().id().value()))
                .remove(OF_THE_GRANT)
                .whenExists(CREDENTIAL)
                .whenAbsent("ended")
                .whenAbsentOrAbove("until", now.toEpochMilli())
                .inTransaction();
    }

    /**
     * Makes sure that a pending grant can no longer be completed. Its credential stays until it is revoked. One request.
     *
     * @param release what releases the account that the grant holds, in the same transaction; empty: it holds none
     * @return false if it was completed or deleted before
     */
    public boolean end(PendingGrant pending, Optional<TransactWriteItem> release) {
        return new ConnectionWrites(dynamoDb)
                .applied(
                        new Update(table, key(pending.handleHash()))
                                .set(new Item().flag("ended", true))
                                .whenExists(CREDENTIAL),
                        release);
    }

    /** Deletes what is stored under a handle, unless it can still be completed. One request. */
    public void delete(Pending over) {
        try {
            dynamoDb.deleteItem(request -> request.tableName(table)
                    .key(key(handleHash(over)).values())
                    .conditionExpression("attribute_exists(ended) OR attribute_not_exists(" + CREDENTIAL + ")"));
        } catch (ConditionalCheckFailedException pending) {
            throw new IllegalStateException("A pending grant is deleted only after it was ended", pending);
        }
    }

    private static String handleHash(Pending pending) {
        return switch (pending) {
            case PendingGrant grant -> grant.handleHash();
            case RefusedGrant unused -> unused.handleHash();
            case CompletedGrant mark -> mark.handleHash();
        };
    }

    private static Item key(String handleHash) {
        return new Item().text("handle", handleHash);
    }

    private static Pending read(Item item) {
        WorkspaceId workspace = new WorkspaceId(item.text(WORKSPACE));
        MemberId member = new MemberId(item.text(CONNECTED_BY));
        Optional<String> connection = item.optionalText(CONNECTION);
        if (connection.isPresent()) {
            return new CompletedGrant(item.text("handle"), workspace, member, new ConnectionId(connection.get()));
        }
        if (item.flag("refused")) {
            return unused(item, workspace, member);
        }
        return new PendingGrant(
                item.text("handle"),
                new NewConnection(
                        workspace,
                        new ProviderId(item.text(PROVIDER)),
                        new LinkedAccount(
                                new Account(item.text(ACCOUNT_ID), item.text(ACCOUNT_LABEL)),
                                item.textsByName(PARAMETERS),
                                item.optionalText(API_BASE).map(URI::create),
                                ConnectionItems.choices(item).all()),
                        member,
                        new NewAccess(
                                item.texts(SCOPES),
                                SealedSecret.of(item.bytes(CREDENTIAL).orElseThrow()),
                                item.optionalTime(TOKENS_EXPIRE_AT),
                                ConnectionItems.grant(item),
                                item.optionalTime(REFRESH_AT))),
                item.optionalText("email").flatMap(EmailAddress::of),
                item.flag("reconnecting"),
                item.time("until"),
                item.flag("ended"));
    }

    /** It cannot be completed, so it has no end. */
    private static RefusedGrant unused(Item item, WorkspaceId workspace, MemberId member) {
        return new RefusedGrant(
                item.text("handle"),
                workspace,
                member,
                new ProviderId(item.text(PROVIDER)),
                item.optionalText(ACCOUNT_ID).map(id -> new Account(id, item.text(ACCOUNT_LABEL))),
                item.flag("unusable"),
                SealedSecret.of(item.bytes(CREDENTIAL).orElseThrow()));
    }
}
