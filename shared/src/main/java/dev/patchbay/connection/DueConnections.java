package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.CONNECTION;
import static dev.patchbay.connection.ConnectionAttributes.PROVIDER;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_AT;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_SHARD;
import static dev.patchbay.connection.ConnectionAttributes.WORKSPACE;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The connections whose tokens the schedule is to renew, of all workspaces: read from the sparse index {@code byRefreshDue}, whose
 * shards keep one partition from taking every write. Reading costs a request per shard and one per thousand due connections, however
 * many there are that are not due. Thread-safe.
 */
public final class DueConnections {
    private static final Logger LOG = LoggerFactory.getLogger(DueConnections.class);
    static final int SHARDS = 16;
    private static final String INDEX = "byRefreshDue";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public DueConnections(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** A connection that is due, and its place in the index. */
    public record Due(WorkspaceId workspace, ConnectionId id, ProviderId provider, int shard, Instant refreshAt) {}

    /** All that are due now, read as the stream is consumed. */
    public Stream<Due> now() {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(from(0), Spliterator.ORDERED), false);
    }

    /** All that are due now, the shards in turn from this one, in each the longest due first. Read page by page. */
    public Iterator<Due> from(int shard) {
        Instant now = clock.instant();
        return new Reading(
                shards(shard, 0, SHARDS).map(each -> due(each, "<=", now).build()));
    }

    /** All that are due now, beginning behind this one and ending with those before it. Read page by page. */
    public Iterator<Due> after(Due last) {
        Instant now = clock.instant();
        return new Reading(Stream.of(
                        Stream.of(due(last.shard(), "<=", now)
                                .exclusiveStartKey(new Item()
                                        .number(REFRESH_SHARD, last.shard())
                                        .time(REFRESH_AT, last.refreshAt())
                                        .text(WORKSPACE, last.workspace().value())
                                        .text(CONNECTION, last.id().value())
                                        .values())
                                .build()),
                        shards(last.shard(), 1, SHARDS)
                                .map(each -> due(each, "<=", now).build()),
                        Stream.of(due(last.shard(), "<", last.refreshAt()).build()))
                .flatMap(part -> part));
    }

    /** Any shard, each as probable as the others. */
    public static int anyShard(RandomGenerator random) {
        return random.nextInt(SHARDS);
    }

    private static Stream<Integer> shards(int first, int from, int to) {
        return IntStream.range(from, to).mapToObj(each -> (first + each) % SHARDS);
    }

    private QueryRequest.Builder due(int shard, String before, Instant until) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression(REFRESH_SHARD + " = :shard AND " + REFRESH_AT + " " + before + " :until")
                .expressionAttributeValues(Map.of(
                        ":shard",
                        AttributeValue.fromN(Integer.toString(shard)),
                        ":until",
                        AttributeValue.fromN(Long.toString(until.toEpochMilli()))));
    }

    /**
     * The items of several queries, without those that cannot be read: one of them must not keep the others from being refreshed. Not a
     * flattened stream, whose iterator would read a shard to its end before its first item.
     */
    private final class Reading implements Iterator<Due> {
        private final Iterator<QueryRequest> queries;
        private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();
        private Optional<Due> next = Optional.empty();

        Reading(Stream<QueryRequest> queries) {
            this.queries = queries.toList().iterator();
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && hasItem()) {
                next = read(items.next());
            }
            return next.isPresent();
        }

        private boolean hasItem() {
            while (!items.hasNext() && queries.hasNext()) {
                items = dynamoDb.queryPaginator(queries.next()).items().iterator();
            }
            return items.hasNext();
        }

        @Override
        public Due next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Due one = next.orElseThrow();
            next = Optional.empty();
            return one;
        }
    }

    private static Optional<Due> read(Map<String, AttributeValue> row) {
        Item item = Item.of(row);
        try {
            return Optional.of(new Due(
                    new WorkspaceId(item.text(WORKSPACE)),
                    new ConnectionId(item.text(CONNECTION)),
                    new ProviderId(item.text(PROVIDER)),
                    Math.toIntExact(item.number(REFRESH_SHARD)),
                    item.time(REFRESH_AT)));
        } catch (RuntimeException unreadable) {
            LOG.error(
                    "The due connection {} of {} cannot be read",
                    item.optionalText(CONNECTION).orElse("without an id"),
                    item.optionalText(WORKSPACE).orElse("no workspace"),
                    LoggedFault.of(unreadable));
            Telemetry.count("RefreshFaults", 1, Map.of());
            return Optional.empty();
        }
    }
}
