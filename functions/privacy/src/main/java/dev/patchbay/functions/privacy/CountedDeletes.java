package dev.patchbay.functions.privacy;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Deletes and counts in one transaction, so that the receipt shows exactly what was deleted. Thread-safe. */
public final class CountedDeletes {
    /** Deletes in a transaction: even of the largest items they stay below DynamoDB's limit for one, which is 4 MB. */
    static final int AT_ONCE = 25;

    /** Codes of a cancellation because another request changed an item first; "None" is the code of parts that would have passed. */
    private static final Set<String> OVERTAKEN = Set.of("ConditionalCheckFailed", "TransactionConflict", "None");

    private final DynamoDbClient dynamoDb;
    private final EraseRecords erasures;

    public CountedDeletes(DynamoDbClient dynamoDb, EraseRecords erasures) {
        this.dynamoDb = dynamoDb;
        this.erasures = erasures;
    }

    /**
     * Writes all or nothing. One request.
     *
     * @param counts how many of each kind the writes delete
     * @return false if another request changed one of the items first: the next round reads them again
     */
    boolean together(WorkspaceId workspace, List<TransactWriteItem> writes, Map<String, Integer> counts) {
        List<TransactWriteItem> all = new ArrayList<>(writes);
        all.add(erasures.counting(workspace, counts));
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(all));
            return true;
        } catch (TransactionCanceledException cancelled) {
            if (cancelled.cancellationReasons().stream().allMatch(reason -> OVERTAKEN.contains(reason.code()))) {
                return false;
            }
            throw cancelled;
        }
    }
}
