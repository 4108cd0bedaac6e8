package dev.patchbay.notification;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Counts the mails of a day in UTC, in the table of notifications: at most so many of a workspace, and at most so many with a link to confirm
 * an address of a member, to an address and of a workspace. A count is one conditional write, so no race exceeds a limit. Thread-safe.
 */
public final class DailyCounts {
    /** Mails with a link: of one member, to one address of one workspace and of all together, and of one workspace. */
    public static final int LINKS_OF_A_MEMBER = 3;

    public static final int LINKS_TO_AN_ADDRESS = 3;
    public static final int LINKS_TO_AN_ADDRESS_OF_ALL = 10;
    public static final int LINKS_OF_A_WORKSPACE = 20;

    /** How long a count is kept. */
    public static final Duration KEPT = Duration.ofDays(2);

    /** The partition of the counts of addresses. No workspace's name begins so. */
    private static final String ADDRESSES = "_addresses";

    private static final String LINKS = "links";
    private static final String MAILS = "mails";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public DailyCounts(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The day that is counted now. */
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Counts a mail of a workspace. One request.
     *
     * @return false if the workspace has reached the limit of the day: then it is not counted
     */
    public boolean addMail(WorkspaceId workspace, int limit) {
        try {
            dynamoDb.updateItem(adding(workspace.value(), day(), MAILS, limit).returningNothing());
            return true;
        } catch (ConditionalCheckFailedException reached) {
            return false;
        }
    }

    /** Subtracts a mail that was counted on a day and was not sent. One request. */
    public void removeMail(WorkspaceId workspace, LocalDate counted) {
        try {
            dynamoDb.updateItem(
                    subtracting(workspace.value(), day(counted), MAILS).returningNothing());
        } catch (ConditionalCheckFailedException forgotten) {
            // An erase has deleted the count.
            return;
        }
    }

    /** Counts a mail with a link, as parts of a transaction; each fails if its limit is reached. */
    List<TransactWriteItem> addingLink(WorkspaceId workspace, MemberId member, EmailAddress address) {
        String addressee = addressee(address);
        return List.of(
                adding(workspace.value(), day(), LINKS, LINKS_OF_A_WORKSPACE).inTransaction(),
                adding(workspace.value(), day() + "_" + member.value(), LINKS, LINKS_OF_A_MEMBER)
                        .inTransaction(),
                adding(workspace.value(), day() + "_" + addressee, LINKS, LINKS_TO_AN_ADDRESS)
                        .inTransaction(),
                adding(ADDRESSES, day() + "_" + addressee, LINKS, LINKS_TO_AN_ADDRESS_OF_ALL)
                        .inTransaction());
    }

    /** Subtracts a mail with a link that was counted today and was not sent, as parts of a transaction. */
    List<TransactWriteItem> subtractingLink(WorkspaceId workspace, MemberId member, EmailAddress address) {
        String addressee = addressee(address);
        return List.of(
                subtracting(workspace.value(), day(), LINKS).inTransaction(),
                subtracting(workspace.value(), day() + "_" + member.value(), LINKS)
                        .inTransaction(),
                subtracting(workspace.value(), day() + "_" + addressee, LINKS).inTransaction(),
                subtracting(ADDRESSES, day() + "_" + addressee, LINKS).inTransaction());
    }

    /** Addresses that differ in case reach the same person nearly always: they count as one. */
    private static String addressee(EmailAddress address) {
        return OneTimeToken.hash(address.value().toLowerCase(Locale.ROOT));
    }

    /** Forgets what a workspace sent today, for one that was erased meanwhile. One request. */
    public void forget(WorkspaceId workspace) {
        dynamoDb.deleteItem(request ->
                request.tableName(table).key(key(workspace.value(), day()).values()));
    }

    private Update adding(String partition, String id, String attribute, int limit) {
        Instant now = clock.instant();
        return new Update(table, key(partition, id))
                .increase(attribute, 1)
                .set(new Item().expires(now.plus(KEPT)))
                .whenAbsentOrBelow(attribute, limit);
    }

    /** Never creates a count that an erase has deleted. */
    private Update subtracting(String partition, String id, String attribute) {
        return new Update(table, key(partition, id))
                .increase(attribute, -1)
                .whenExists(attribute)
                .whenAbsentOrAbove(attribute, 0);
    }

    private String day() {
        return day(today());
    }

    private static String day(LocalDate date) {
        return "day_" + date;
    }

    private static Item key(String partition, String id) {
        return new Item().text("workspace", partition).text("id", id);
    }
}
