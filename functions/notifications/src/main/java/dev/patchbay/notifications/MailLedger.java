package dev.patchbay.notifications;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Sees to it that each member gets the mail of a notification once: it is claimed before it is sent, and settled after. A worker that
 * dies in between leaves a claim that ends, and the mail is sent by the next delivery: never lost, at the price of a second copy
 * if the first had left. Thread-safe.
 */
final class MailLedger {
    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    MailLedger(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** What became of an attempt to claim a mail. */
    enum Claim {
        /** It is ours to send. */
        OURS,
        /** It was sent, or refused for good. */
        SETTLED,
        /** Another worker is at it, or died at it a moment ago. */
        TAKEN
    }

    /**
     * Claims a mail. One request.
     *
     * @param until when this worker will be dead at the latest
     */
    Claim claim(WorkspaceId workspace, NotificationId id, MemberId member, Instant until) {
        Instant now = clock.instant();
        Update update = new Update(table, NotificationItems.key(workspace, id, member))
                .set(new Item().time("claimedUntil", until).expires(now.plus(NotificationStore.KEPT)))
                .whenAbsent("outcome")
                .whenAbsentOrBelow("claimedUntil", now.toEpochMilli());
        try {
            dynamoDb.updateItem(update.returningNothing());
            return Claim.OURS;
        } catch (ConditionalCheckFailedException refused) {
            return Item.of(refused.item()).has("outcome") ? Claim.SETTLED : Claim.TAKEN;
        }
    }

    /** Settles a claimed mail. One request. */
    void settle(WorkspaceId workspace, NotificationId id, MemberId member, Mailer.Result result) {
        Item outcome = new Item()
                .time("settledAt", clock.instant())
                .expires(clock.instant().plus(NotificationStore.KEPT));
        switch (result) {
            case Mailer.Result.Sent sent -> outcome.text("outcome", "sent").text("messageId", sent.messageId());
            case Mailer.Result.Refused refused ->
                outcome.text("outcome", "refused").text("reason", refused.reason());
        }
        dynamoDb.updateItem(new Update(table, NotificationItems.key(workspace, id, member))
                .set(outcome)
                .remove("claimedUntil")
                .returningNothing());
    }

    /** Forgets a mail. One request. */
    void forget(WorkspaceId workspace, NotificationId id, MemberId member) {
        dynamoDb.deleteItem(request -> request.tableName(table)
                .key(NotificationItems.key(workspace, id, member).values()));
    }
}
