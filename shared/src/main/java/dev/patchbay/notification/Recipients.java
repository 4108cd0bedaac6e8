package dev.patchbay.notification;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
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
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Keeps the members of a workspace that are known here: who connected something, and who said what mail is wanted. The hub has no
 * list of a workspace's members but this. Thread-safe.
 */
public final class Recipients {
    private final DynamoDbClient dynamoDb;
    private final String table;

    public Recipients(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Keeps the address that a member's token says; one that the member chose goes before it. One request. */
    public void met(WorkspaceId workspace, MemberId member, EmailAddress email) {
        dynamoDb.updateItem(new Update(table, RecipientItems.key(workspace, member))
                .set(RecipientItems.tokenEmail(Optional.of(email)))
                .returningNothing());
    }

    /**
     * Keeps what a member wants, in place of what was wanted before, and the address that the member's token says. A link that was sent
     * confirms nothing any more. One request.
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
     * Keeps of which kinds a member wants no mail. The address that the member chose stays, and so does the link to confirm it. One request.
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

    /** What is known of a member; of one who is not, that all mail is wanted and no address known. One request, consistent. */
    public Recipient of(WorkspaceId workspace, MemberId member) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(RecipientItems.key(workspace, member).values())
                        .consistentRead(true))
                .item();
        return RecipientItems.read(found.isEmpty() ? RecipientItems.key(workspace, member) : Item.of(found));
    }

    /** All who are known in a workspace. One request per megabyte, which holds some thousands. */
    public List<Recipient> of(WorkspaceId workspace) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("workspace = :w")
                .expressionAttributeValues(Map.of(":w", AttributeValue.fromS(workspace.value())))
                .build();
        return dynamoDb.queryPaginator(query).items().stream()
                .map(item -> RecipientItems.read(Item.of(item)))
                .toList();
    }
}
