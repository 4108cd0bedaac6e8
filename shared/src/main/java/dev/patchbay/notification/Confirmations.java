package dev.patchbay.notification;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Stores which addresses of members await confirmation, and by which link. A link is stored as its hash in the member's item, with the
 * address: it is valid once, for a day, and for that address only. Thread-safe.
 */
public final class Confirmations {
    /** How long a link can confirm an address. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);
    private static final String BY_LINK = "byConfirmation";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final DailyCounts counts;
    private final Clock clock;

    /** @param table the members' */
    public Confirmations(DynamoDbClient dynamoDb, String table, DailyCounts counts, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * Stores a member's preferences, with an address that a link must confirm. Links that were sent before become invalid. One
     * request, a transaction.
     *
     * @return false if too many such mails were sent today: then nothing has changed
     */
    public boolean begin(Member member, EmailAddress chosen, Set<NotificationKind> muted, Secret token) {
        Item wanted = RecipientItems.wanted(member, Optional.of(chosen), muted)
                .text(RecipientItems.LINK, OneTimeToken.hash(token))
                .text(RecipientItems.LINK_EMAIL, chosen.value())
                .time(RecipientItems.LINK_ENDS, clock.instant().plus(LIFETIME));
        Update update = new Update(table, RecipientItems.key(member.workspace(), member.id()))
                .replace(wanted, List.of(RecipientItems.MUTED, RecipientItems.CONFIRMED));
        List<TransactWriteItem> parts = new ArrayList<>(List.of(update.inTransaction()));
        parts.addAll(counts.addingLink(member.workspace(), member.id(), chosen));
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(parts));
            return true;
        } catch (TransactionCanceledException cancelled) {
            if (cancelled.cancellationReasons().stream()
                    .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()))) {
                return false;
            }
            throw cancelled;
        }
    }

    /** Deletes a link that could not be sent, and uncounts it, so that the member can request another. Two requests. */
    public void forget(Member member, EmailAddress chosen, Secret token) {
        subtract(member, chosen);
        try {
            dynamoDb.updateItem(new Update(table, RecipientItems.key(member.workspace(), member.id()))
                    .remove(RecipientItems.LINK, RecipientItems.LINK_EMAIL, RecipientItems.LINK_ENDS)
                    .whenEqual(link(OneTimeToken.hash(token)))
                    .returningNothing());
        } catch (ConditionalCheckFailedException overtaken) {
            // Another request of the same member has sent another link.
            return;
        }
    }

    /** The counts of a day that has ended since, or of a workspace that was erased, stay as they are. */
    private void subtract(Member member, EmailAddress chosen) {
        List<TransactWriteItem> parts = counts.subtractingLink(member.workspace(), member.id(), chosen);
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(parts));
        } catch (SdkException unavailable) {
            LOG.warn("A confirmation mail that was not sent stays counted", unavailable);
        }
    }

    /**
     * Confirms the address that a link was sent to. Two requests.
     *
     * @return false if the link was used, is too old, or the member has set another address since
     */
    public boolean confirm(Secret token) {
        String hash = OneTimeToken.hash(token);
        return dynamoDb
                .query(request -> request.tableName(table)
                        .indexName(BY_LINK)
                        .keyConditionExpression("confirmation = :c")
                        .expressionAttributeValues(Map.of(":c", AttributeValue.fromS(hash))))
                .items()
                .stream()
                .findFirst()
                .filter(found -> confirmed(Item.of(found), hash))
                .isPresent();
    }

    private boolean confirmed(Item found, String hash) {
        Instant now = clock.instant();
        Update update = new Update(
                        table,
                        RecipientItems.key(
                                new WorkspaceId(found.text("workspace")), new MemberId(found.text("member"))))
                // The address that the link was sent to, whatever the member has chosen since.
                .rename(RecipientItems.LINK_EMAIL, RecipientItems.CONFIRMED)
                .remove(RecipientItems.LINK, RecipientItems.LINK_ENDS)
                .whenEqual(link(hash))
                .whenAbsentOrAbove(RecipientItems.LINK_ENDS, now.toEpochMilli());
        try {
            dynamoDb.updateItem(update.returningNothing());
            return true;
        } catch (ConditionalCheckFailedException usedOrOld) {
            return false;
        }
    }

    private static Item link(String hash) {
        return new Item().text(RecipientItems.LINK, hash);
    }
}
