package dev.patchbay.refresh;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.aws.Update;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * One breaker per OAuth app: when a provider refuses the app itself, its connections are left alone but for one that tries, every ten
 * minutes, whether the app is good again. It is the operator's trouble and no tenant's. Thread-safe.
 */
public final class AppBreakers {
    private static final Logger LOG = LoggerFactory.getLogger(AppBreakers.class);
    /** Less than the schedule's ten minutes: a run opens it some seconds after it began, and the next run is to try. */
    private static final Duration TRY_AFTER = Duration.ofMinutes(9);

    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private static final Duration UNANSWERED = Duration.ofMinutes(5);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public AppBreakers(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** How an app's breaker stands. */
    public enum State {
        /** The app is good as far as anybody knows. */
        CLOSED,
        /** The app was refused, and it is time to try it with one connection. */
        TRIAL,
        /** The app was refused a short while ago, or its provider asks to wait or does not answer. */
        OPEN
    }

    /** The state of each app. One request for up to a hundred. */
    public Map<String, State> of(Collection<String> apps) {
        Map<String, State> states = new HashMap<>();
        if (apps.isEmpty()) {
            return states;
        }
        apps.forEach(app -> states.put(app, State.CLOSED));
        List<Map<String, AttributeValue>> keys =
                apps.stream().distinct().map(app -> key(app).values()).toList();
        Instant now = clock.instant();
        dynamoDb.batchGetItem(request -> request.requestItems(Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(true)
                                .build())))
                .responses()
                .getOrDefault(table, List.of())
                .forEach(found -> {
                    Item item = Item.of(found);
                    states.put(item.text("app"), state(item, now));
                });
        return states;
    }

    /**
     * How an app's breaker stands for one worker that is about to ask the provider. Of all workers, one is given the trial. An app that is
     * only held stays closed for a worker, since a wait that was asked of one connection delays no other's actions. One request, two if it
     * is time for a trial.
     */
    State forWorker(String app) {
        Instant now = clock.instant();
        Map<String, AttributeValue> found = dynamoDb.getItem(request ->
                        request.tableName(table).key(key(app).values()).consistentRead(true))
                .item();
        if (found.isEmpty()) {
            return State.CLOSED;
        }
        Item item = Item.of(found);
        Optional<Instant> tryAt = item.optionalTime("tryAt");
        if (tryAt.isEmpty()) {
            return State.CLOSED;
        }
        boolean trial = state(item, now) == State.TRIAL && takesTrial(app, tryAt.get(), now);
        return trial ? State.TRIAL : State.OPEN;
    }

    /** Whoever moves the time of the next trial has this one. */
    private boolean takesTrial(String app, Instant tryAt, Instant now) {
        try {
            dynamoDb.updateItem(new Update(table, key(app))
                    .set(new Item().time("tryAt", now.plus(TRY_AFTER)))
                    .whenEqual(new Item().time("tryAt", tryAt))
                    .returningNothing());
            return true;
        } catch (ConditionalCheckFailedException another) {
            return false;
        }
    }

    private static State state(Item item, Instant now) {
        if (item.optionalTime("waitUntil").filter(now::isBefore).isPresent()) {
            return State.OPEN;
        }
        return item.optionalTime("tryAt")
                .map(tryAt -> now.isBefore(tryAt) ? State.OPEN : State.TRIAL)
                .orElse(State.CLOSED);
    }

    /**
     * The provider asks to wait: the schedule asks nothing with the app until then, at most an hour, since one connection's answer holds
     * all others. The app is as good as it was. One request.
     */
    public void hold(String app, Instant until) {
        Instant latest = clock.instant().plus(LONGEST_HOLD);
        dynamoDb.updateItem(new Update(table, key(app))
                .set(new Item().time("waitUntil", until.isBefore(latest) ? until : latest))
                .returningNothing());
        LOG.warn("The token endpoint of the OAuth app {} asks to wait until {}", app, until);
    }

    /**
     * The token endpoint does not answer: the schedule asks nothing with the app for a while, less than its interval, so that its next
     * run tries again. The app is as good as it was. One request.
     */
    public void unanswered(String app) {
        dynamoDb.updateItem(new Update(table, key(app))
                .set(new Item().time("waitUntil", clock.instant().plus(UNANSWERED)))
                .returningNothing());
        LOG.warn("The token endpoint of the OAuth app {} does not answer", app);
    }

    /** The provider refused the app: nobody asks with it until the schedule's next run. One request. */
    public void open(String app, String reason) {
        Instant now = clock.instant();
        dynamoDb.updateItem(new Update(table, key(app))
                .set(new Item().text("reason", reason).time("tryAt", now.plus(TRY_AFTER)))
                .setIfAbsent(new Item().time("brokenSince", now))
                .returningNothing());
        LOG.error("The OAuth app {} is refused: {}", app, reason);
        // Without a dimension for the app: an alarm watches it.
        Telemetry.count("OAuthAppRefused", 1, Map.of());
    }

    /** The app is good again. One request. */
    public void close(String app) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(key(app).values()));
    }

    private static Item key(String app) {
        return new Item().text("app", app);
    }
}
