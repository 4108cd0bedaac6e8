package dev.patchbay.notification;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.aws.WorkspaceQuery;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Stores the members of a workspace that Patchbay knows: those that connected an account or set which mail they want. Patchbay has no
 * other list of a workspace's members. Thread-safe.
 */
public final class Recipients {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public Recipients(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Stores the address in a member's token; an address that the member chose takes precedence. One request. */
    public void met(WorkspaceId workspace, MemberId member, EmailAddress email) {
        dynamoDb.updateItem(new Update(table, RecipientItems.key(workspace, member))
                .set(RecipientItems.tokenEmail(Optional.of(email)))
                .returningNothing());
    }

    /**
     * Replaces a member's preferences, and stores the address in the member's token. Links that were sent before
     * become invalid. One request.
     *
     * @param chosen where mail goes, if {@link Recipient#trusts} the address; absent: where the member's token says
     */
    public Recipient prefer(Member member, Optional<EmailAddress> chosen, Set<NotificationKind> muted) {
        Update update = wanted(member, chosen, muted)
                .remove(RecipientItems.LINK, RecipientItems.LINK_EMAIL, RecipientItems.LINK_ENDS);
        if (chosen.isEmpty()) {
            update.remove(RecipientItems.CHOSEN, RecipientItems.CONFIRMED);
        }
        return changed(update);
    }

    /**
     * Stores of which kinds a member wants no mail. The chosen address and the link to confirm it stay. One request.
     *
     * @return empty if the member has chosen another address meanwhile: then nothing has changed
     */
    public Optional<Recipient> mute(Member member, EmailAddress chosen, Set<NotificationKind> muted) {
        try {
            return Optional.of(changed(wanted(member, Optional.empty(), muted)
                    .whenEqual(new Item().text(RecipientItems.CHOSEN, chosen.value()))));
        } catch (ConditionalCheckFailedException another) {
            return Optional.empty();
        }
    }

    private Update wanted(Member member, Optional<EmailAddress> chosen, Set<NotificationKind> muted) {
        return new Update(table, RecipientItems.key(member.workspace(), member.id()))
                .replace(RecipientItems.wanted(member, chosen, muted), List.of(RecipientItems.MUTED));
    }

    private Recipient changed(Update update) {
        return RecipientItems.read(
                Item.of(dynamoDb.updateItem(update.returningNew()).attributes()));
    }

    /** Returns what is known of a member; an unknown member wants all mail and has no address. One request, consistent. */
    public Recipient of(WorkspaceId workspace, MemberId member) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(RecipientItems.key(workspace, member).values())
                        .consistentRead(true))
                .item();
        return RecipientItems.read(found.isEmpty() ? RecipientItems.key(workspace, member) : Item.of(found));
    }

    /** Returns all known members of a workspace. One request per megabyte, which holds some thousands. */
    public List<Recipient> of(WorkspaceId workspace) {
        return WorkspaceQuery.all(dynamoDb, table, workspace)
                .map(RecipientItems::read)
                .toList();
    }
}
