package dev.patchbay.connection;

import dev.patchbay.aws.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Changes connections and pending grants, in one transaction with the row by which they hold their account if that changes too. Thread-safe. */
final class ConnectionWrites {
    private final DynamoDbClient dynamoDb;

    ConnectionWrites(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Makes a conditional change of one row. One request. */
    boolean applied(Update update) {
        return applied(update, Optional.empty());
    }

    /**
     * Makes a conditional change. One request.
     *
     * @param together what else is written; without it the change is no transaction, which is half the price
     * @return false if the change's condition does not hold: then nothing was written
     */
    boolean applied(Update update, Optional<TransactWriteItem> together) {
        if (together.isEmpty()) {
            try {
                dynamoDb.updateItem(update.returningNothing());
                return true;
            } catch (ConditionalCheckFailedException overtaken) {
                return false;
            }
        }
        List<TransactWriteItem> parts = new ArrayList<>(List.of(update.inTransaction()));
        together.ifPresent(parts::add);
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(parts));
            return true;
        } catch (TransactionCanceledException cancelled) {
            if (cancelled.cancellationReasons().stream().anyMatch(ConnectionWrites::conditionFailed)) {
                return false;
            }
            throw cancelled;
        }
    }

    private static boolean conditionFailed(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }
}
