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
 * One breaker per OAuth app: if a provider refuses the app itself, its connections are not refreshed, except for one every ten minutes that
 * tests whether the app works again. The operator must fix the app, not the tenant. Thread-safe.
 */
public final class AppBreakers {
    private static final Logger LOG = LoggerFactory.getLogger(AppBreakers.class);
    /** Less than the schedule's ten minutes: a run opens the breaker some seconds after it began, and the next run must try. */
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

    /** The state of an app's breaker. */
    public enum State {
        /** The app works, as far as is known. */
        CLOSED,
        /** The app was refused, and it is time to try it with one connection. */
        TRIAL,
        /** The app was refused a short while ago, or its provider asks to wait or does not answer. */
        OPEN
    }

    /** Returns the state of each app. One request for up to a hundred. */
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
     * Returns the state of an app's breaker for one worker that is about to ask the provider. One worker of all gets the trial. For a
     * worker the breaker of a held app is closed, since a wait requested for one connection delays no other's actions. One request, two
     * for a trial.
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

    /** Claims this trial: the one caller that moves the time of the next trial has it. */
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
     * Holds an app after the provider asked to wait: until then, at most an hour, the schedule sends no requests with the app. The limit
     * is an hour because one connection's answer holds all others. The app does not count as refused. One request.
     */
    public void hold(String app, Instant until) {
        Instant latest = clock.instant().plus(LONGEST_HOLD);
        dynamoDb.updateItem(new Update(table, key(app))
                .set(new Item().time("waitUntil", until.isBefore(latest) ? until : latest))
                .returningNothing());
        LOG.warn("The token endpoint of the OAuth app {} asks to wait until {}", app, until);
    }

    /**
     * Holds an app if the token endpoint does not answer: the schedule sends no requests with the app for less than its interval, so that
     * its next run tries again. The app does not count as refused. One request.
     */
    public void unanswered(String app) {
        dynamoDb.updateItem(new Update(table, key(app))
                .set(new Item().time("waitUntil", clock.instant().plus(UNANSWERED)))
                .returningNothing());
        LOG.warn("The token endpoint of the OAuth app {} does not answer", app);
    }

    /** Opens the breaker of a refused app: it is not used until the schedule's next run. One request. */
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

    /** Closes the breaker: the app works again. One request. */
    public void close(String app) {
        dynamoDb.deleteItem(request -> request.tableName(table).key(key(app).values()));
    }

    private static Item key(String app) {
        return new Item().text("app", app);
    }
}
