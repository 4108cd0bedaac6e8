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
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
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
        dynamoDb.updateItem(new Update(table, key(workspace, member))
                .set(new Item().text("tokenEmail", email.value()))
                .returningNothing());
    }

    /**
     * Keeps what a member wants, in place of what was wanted before, and the address that the member's token says. One request.
     *
     * @param chosen where mail goes; absent: where the member's token says
     */
    public Recipient prefer(Member member, Optional<EmailAddress> chosen, Set<NotificationKind> muted) {
        Item wanted = new Item()
                .text("tokenEmail", member.email().map(EmailAddress::value))
                .text("chosenEmail", chosen.map(EmailAddress::value))
                .texts("muted", muted.stream().map(NotificationKind::value).collect(Collectors.toSet()));
        Update update = new Update(table, key(member.workspace(), member.id())).set(wanted);
        if (chosen.isEmpty()) {
            update.remove("chosenEmail");
        }
        if (muted.isEmpty()) {
            update.remove("muted");
        }
        return read(Item.of(dynamoDb.updateItem(update.returningNew()).attributes()));
    }

    /** What is known of a member; of one who is not, that all mail is wanted and no address known. One request, consistent. */
    public Recipient of(WorkspaceId workspace, MemberId member) {
        Map<String, AttributeValue> found = dynamoDb.getItem(request -> request.tableName(table)
                        .key(key(workspace, member).values())
                        .consistentRead(true))
                .item();
        return found.isEmpty() ? new Recipient(member, Optional.empty(), Set.of()) : read(Item.of(found));
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
                .map(item -> read(Item.of(item)))
                .toList();
    }

    private static Item key(WorkspaceId workspace, MemberId member) {
        return new Item().text("workspace", workspace.value()).text("member", member.value());
    }

    private static Recipient read(Item item) {
        return new Recipient(
                new MemberId(item.text("member")),
                item.optionalText("chosenEmail")
                        .or(() -> item.optionalText("tokenEmail"))
                        .flatMap(EmailAddress::of),
                item.texts("muted").stream()
                        .map(NotificationKind::of)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()));
    }
}
