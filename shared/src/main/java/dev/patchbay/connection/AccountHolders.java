package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Records which connections hold an account at a provider, over all workspaces: one row per holder, named by keyed hashes. A
 * revocation that reaches the whole account is made only if no other connection holds it.
 *
 * <p>A row is written and deleted in the same transaction as the connection that it stands for, so a crash leaves neither a connection
 * that holds nothing nor a row that is held for ever. Thread-safe.
 */
public final class AccountHolders {
    /** TTL deletes a row this long after its end: by then it is over by every worker's clock. */
    private static final Duration KEPT_AFTER_ITS_END = Duration.ofHours(1);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public AccountHolders(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The part of a transaction that records a holder until it is released. It may be repeated. */
    public TransactWriteItem hold(Holding holding) {
        return put(key(holding));
    }

    /** The same for a holder that counts only until a time, by the clock and not by TTL. */
    public TransactWriteItem hold(Holding holding, Instant until) {
        return put(key(holding).time("until", until).expires(until.plus(KEPT_AFTER_ITS_END)));
    }

    /** The part of a transaction that releases an account. It may be repeated. */
    public TransactWriteItem release(Holding holding) {
        Map<String, AttributeValue> key = key(holding).values();
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table).key(key))
                .build();
    }

    /**
     * Whether any other connection holds the account. A caller must release first and ask second: then at least one of two that leave
     * together sees that it is the last. One request, consistent; one more for each megabyte of rows that are over.
     */
    public boolean heldByOthers(Holding holding) {
        return held(holding.account(), Optional.of(holding.holder()));
    }

    /**
     * Whether any connection or pending grant holds an account. Requests as above.
     *
     * @param account its hash
     */
    public boolean held(String account) {
        return held(account, Optional.empty());
    }

    private boolean held(String account, Optional<String> but) {
        Instant now = clock.instant();
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#a = :a")
                        // A reserved word.
                        .expressionAttributeNames(Map.of("#a", "account"))
                        .expressionAttributeValues(Map.of(":a", AttributeValue.fromS(account))))
                .items()
                .stream()
                .map(Item::of)
                .filter(row -> !but.equals(Optional.of(row.text("holder"))))
                .anyMatch(row -> row.optionalTime("until")
                        .filter(end -> !now.isBefore(end))
                        .isEmpty());
    }

    private TransactWriteItem put(Item row) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table).item(row.values()))
                .build();
    }

    private static Item key(Holding holding) {
        return new Item().text("account", holding.account()).text("holder", holding.holder());
    }
}
