package dev.patchbay.action;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Reads a workspace's actions, the newest first. A page costs two requests however long the history is: one to the index {@code byTime}, which
 * finds them, and one for the items themselves. The index is small, and written once for an action that succeeds. Thread-safe.
 */
public final class ActionHistory {
    /** How many entries of the index a page looks at for those that a filter wants: about 300 KB. */
    public static final int LOOKED_AT = 1_000;

    /** How many items a page reads: as many as one request may. */
    private static final int READ = 100;

    private static final String INDEX = "byTime";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public ActionHistory(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /** Where a page ended: at this action. */
    public record Position(Instant createdAt, ActionId id) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\.(act_[0-9a-f]{32})");

        /** The position that a text is; empty if it is none. */
        public static Optional<Position> of(String text) {
            Matcher form = FORM.matcher(text);
            return form.matches()
                    ? Optional.of(new Position(
                            Instant.ofEpochMilli(Long.parseLong(form.group(1))), new ActionId(form.group(2))))
                    : Optional.empty();
        }

        private static Position of(Item entry) {
            return new Position(entry.time("createdAt"), new ActionId(entry.text("id")));
        }

        /** The position as a text that {@link #of} reads. */
        public String toText() {
            return createdAt.toEpochMilli() + "." + id;
        }
    }

    /**
     * Actions, the newest first.
     *
     * @param last after which the next page begins; empty: there is no more
     */
    public record Page(List<ActionRecord> actions, Optional<Position> last) {}

    /**
     * The newest that are wanted, at most {@code limit}, of those older than a position. With a filter the page looks at the next 1,000
     * entries, and reads 100 actions where only they show what is wanted, so it may hold fewer, or none, and still not be the last. An
     * action that was submitted a moment ago may be missing: the index is eventually consistent. Two requests, or one if none is found.
     *
     * @param limit at most 100
     */
    public Page newest(WorkspaceId workspace, ActionFilter filter, Optional<Position> before, int limit) {
        QueryResponse found = dynamoDb.query(query(workspace, filter, before, limit));
        List<Position> positions = found.items().stream()
                .limit(filter.isForOpen() ? READ : limit)
                .map(entry -> Position.of(Item.of(entry)))
                .toList();
        List<ActionRecord> wanted =
                read(workspace, positions).stream().filter(filter::accepts).toList();
        List<ActionRecord> page = wanted.stream().limit(limit).toList();
        if (page.size() < wanted.size()) {
            ActionRecord last = page.getLast();
            return new Page(page, Optional.of(new Position(last.accepted().createdAt(), last.id())));
        }
        Map<String, AttributeValue> key = positions.size() < found.items().size()
                ? found.items().get(positions.size() - 1)
                : found.lastEvaluatedKey();
        return new Page(
                page,
                Optional.of(key).filter(some -> !some.isEmpty()).map(Item::of).map(Position::of));
    }

    private QueryRequest query(WorkspaceId workspace, ActionFilter filter, Optional<Position> before, int limit) {
        Item values = new Item().text(":w", workspace.value());
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("workspace = :w")
                .scanIndexForward(false);
        if (filter.isEmpty()) {
            // One more shows whether there is a next page.
            query.limit(limit + 1);
        } else {
            filter.addTo(query.limit(LOOKED_AT), values);
        }
        before.ifPresent(position -> query.exclusiveStartKey(ActionItems.key(workspace, position.id())
                .time("createdAt", position.createdAt())
                .values()));
        return query.expressionAttributeValues(values.values()).build();
    }

    /** The actions themselves, as they stand now, in this order. One that was deleted meanwhile is left out. */
    private List<ActionRecord> read(WorkspaceId workspace, List<Position> positions) {
        if (positions.isEmpty()) {
            return List.of();
        }
        Map<String, KeysAndAttributes> wanted = Map.of(
                table,
                KeysAndAttributes.builder()
                        .consistentRead(true)
                        .keys(positions.stream()
                                .map(position -> ActionItems.key(workspace, position.id())
                                        .values())
                                .toList())
                        .build());
        Map<ActionId, ActionRecord> byId = items(wanted).stream()
                .map(item -> ActionItems.read(Item.of(item)))
                .collect(Collectors.toMap(ActionRecord::id, Function.identity()));
        return positions.stream()
                .flatMap(position -> Optional.ofNullable(byId.get(position.id())).stream())
                .toList();
    }

    /** Reads all pages: DynamoDB returns at most 16 MB per request. */
    private List<Map<String, AttributeValue>> items(Map<String, KeysAndAttributes> wanted) {
        return dynamoDb.batchGetItemPaginator(request -> request.requestItems(wanted)).stream()
                .map(BatchGetItemResponse::responses)
                .flatMap(responses -> responses.getOrDefault(table, List.of()).stream())
                .toList();
    }
}
