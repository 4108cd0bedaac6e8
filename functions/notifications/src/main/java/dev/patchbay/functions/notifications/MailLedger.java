package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Keeps which mails each member got: a mail is claimed before it is sent, and settled after, so that a member gets one mail of one key. A
 * worker that crashes in between leaves a claim that ends, and the mail is sent by the next delivery: never lost, at the price of a second
 * copy if the first had left. Thread-safe.
 */
public final class MailLedger {
    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public MailLedger(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The result of an attempt to claim a mail. */
    public enum Claim {
        /** This worker must send it. */
        OURS,
        /** It was sent, refused for good, or withheld. */
        SETTLED,
        /** Another worker is sending it, or crashed while sending it a moment ago. */
        TAKEN
    }

    /**
     * Claims a mail. One request.
     *
     * @param until when this invocation times out
     */
    public Claim claim(WorkspaceId workspace, MailKey mail, MemberId member, Instant until) {
        Instant now = clock.instant();
        Update update = new Update(table, NotificationItems.key(workspace, mail, member))
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
    void settle(WorkspaceId workspace, MailKey mail, MemberId member, Mailer.Result result) {
        settle(
                workspace,
                mail,
                member,
                switch (result) {
                    case Mailer.Result.Sent sent ->
                        new Item().text("outcome", "sent").text("messageId", sent.messageId());
                    case Mailer.Result.Refused refused ->
                        new Item().text("outcome", "refused").text("reason", refused.reason());
                });
    }

    private void settle(WorkspaceId workspace, MailKey mail, MemberId member, Item outcome) {
        outcome.time("settledAt", clock.instant()).expires(clock.instant().plus(NotificationStore.KEPT));
        dynamoDb.updateItem(new Update(table, NotificationItems.key(workspace, mail, member))
                .set(outcome)
                .remove("claimedUntil")
                .returningNothing());
    }

    /** Settles a claimed mail that is not sent, since the workspace has reached its limit of the day. One request. */
    void withhold(WorkspaceId workspace, MailKey mail, MemberId member) {
        settle(workspace, mail, member, new Item().text("outcome", "withheld"));
    }

    /** Forgets a mail. One request. */
    void forget(WorkspaceId workspace, MailKey mail, MemberId member) {
        dynamoDb.deleteItem(request -> request.tableName(table)
                .key(NotificationItems.key(workspace, mail, member).values()));
    }
}
