package dev.patchbay.action;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Keeps actions, and makes each act once: an idempotency key leads to one action, and one worker at a time may claim it. Every
 * change is one conditional write that carries its event. Thread-safe.
 */
public final class ActionStore {
    private static final Duration HISTORY = Duration.ofDays(30);
    private static final Duration IDEMPOTENCY = Duration.ofHours(24);
    private static final int CONFLICT_ATTEMPTS = 5;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    public ActionStore(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The result of an attempt to record an action under an idempotency key. */
    public sealed interface Recorded {
        /** It is new. */
        record New() implements Recorded {}

        /** The key was used within the last 24 hours. */
        sealed interface Seen extends Recorded {}

        /** It was used with the same request, and led to this action. */
        record Before(ActionId id) implements Seen {}

        /** It was used with another request. */
        record KeyReused() implements Seen {}
    }

    /**
     * An idempotency key as it is stored.
     *
     * @param keyHash SHA-256 of the caller's key, in hexadecimal
     * @param requestHash SHA-256 of the request that it stands for
     */
    public record IdempotencyKey(String keyHash, String requestHash) {}

    /** The result of a change to an action. */
    public sealed interface Change {
        /** It is recorded, with its event. */
        record Made() implements Change {}

        /** Another process changed the action first: its change stands, and this is the result. */
        record Overtaken(ActionRecord now) implements Change {}

        /** There is no such action any more. */
        record Gone() implements Change {}
    }

    /** Records a new action. One request. */
    public void put(ActionRecord action) {
        dynamoDb.putItem(request -> request.tableName(table)
                .item(write(action).values())
                .conditionExpression("attribute_not_exists(workspace)"));
    }

    /** Records a new action, unless its idempotency key was used within the last 24 hours. One request. */
    public Recorded put(ActionRecord action, IdempotencyKey key) {
        Instant now = clock.instant();
        Item keyItem = ActionItems.key(action.workspace(), key)
                .text("requestHash", key.requestHash())
                .text("actionId", action.id().value())
                .time("until", now.plus(IDEMPOTENCY))
                .expires(now.plus(IDEMPOTENCY));
        Put first = Put.builder()
                .tableName(table)
                .item(keyItem.values())
                // TTL deletes late, so an old key counts as absent.
                .conditionExpression("attribute_not_exists(workspace) OR #until <= :now")
                .expressionAttributeNames(Map.of("#until", "until"))
                .expressionAttributeValues(Map.of(":now", AttributeValue.fromN(Long.toString(now.toEpochMilli()))))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        Put second = Put.builder().tableName(table).item(write(action).values()).build();
        for (int attempt = 1; ; attempt++) {
            try {
                dynamoDb.transactWriteItems(request -> request.transactItems(
                        TransactWriteItem.builder().put(first).build(),
                        TransactWriteItem.builder().put(second).build()));
                return new Recorded.New();
            } catch (TransactionCanceledException refused) {
                // An identical request is being written at this moment; the next read shows its result.
                if (attempt == CONFLICT_ATTEMPTS || !conflicted(refused)) {
                    return before(refused, key);
                }
            }
        }
    }

    private static boolean conflicted(TransactionCanceledException refused) {
        return refused.cancellationReasons().stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()));
    }

    private static Recorded before(TransactionCanceledException refused, IdempotencyKey key) {
        CancellationReason reason = refused.cancellationReasons().getFirst();
        if (!"ConditionalCheckFailed".equals(reason.code())) {
            throw refused;
        }
        return seen(Item.of(reason.item()), key);
    }

    private static Recorded.Seen seen(Item used, IdempotencyKey key) {
        return used.text("requestHash").equals(key.requestHash())
                ? new Recorded.Before(new ActionId(used.text("actionId")))
                : new Recorded.KeyReused();
    }

    /** Returns the action of an idempotency key, without recording anything. One request, consistent. */
    public Optional<Recorded.Seen> recorded(WorkspaceId workspace, IdempotencyKey key) {
        return read(ActionItems.key(workspace, key))
                .filter(used -> clock.instant().isBefore(used.time("until")))
                .map(used -> seen(used, key));
    }

    /** One request, consistent. */
    public Optional<ActionRecord> find(WorkspaceId workspace, ActionId id) {
        return read(ActionItems.key(workspace, id)).map(ActionItems::read);
    }

    private Optional<Item> read(Item key) {
        Map<String, AttributeValue> found = dynamoDb.getItem(
                        request -> request.tableName(table).key(key.values()).consistentRead(true))
                .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(Item.of(found));
    }

    /** The result of an attempt to claim an action. */
    public sealed interface Claim {
        /** This worker holds it until the given time. */
        record Ours(ActionRecord action) implements Claim {}

        /** It must not run now; this is its record. */
        record Refused(ActionRecord action) implements Claim {}

        /** There is no such action; its message has no meaning. */
        record Gone() implements Claim {}
    }

    /**
     * Claims a queued action just before the provider is called, so that a second delivery does not call too. One request.
     *
     * @param until when this worker ends at the latest
     */
    public Claim claim(WorkspaceId workspace, ActionId id, Instant until) {
        String claim = UUID.randomUUID().toString();
        Update update = new Update(table, ActionItems.key(workspace, id))
                .set(new Item()
                        .text("state", ActionState.RUNNING.name())
                        .text("claim", claim)
                        .time("runningUntil", until))
                .increase("attempts", 1)
                .remove(PatchbayEvent.ATTRIBUTE, "nextAttemptAt")
                .whenEqual(new Item().text("state", ActionState.QUEUED.name()));
        try {
            return new Claim.Ours(ActionItems.read(
                    Item.of(dynamoDb.updateItem(update.returningNew()).attributes())));
        } catch (ConditionalCheckFailedException refused) {
            if (!refused.hasItem()) {
                return new Claim.Gone();
            }
            Item item = Item.of(refused.item());
            // The SDK repeats a write whose answer was lost, and then finds its own.
            boolean ours = item.optionalText("claim").filter(claim::equals).isPresent();
            ActionRecord action = ActionItems.read(item);
            return ours ? new Claim.Ours(action) : new Claim.Refused(action);
        }
    }

    /** Returns a claimed action to the queue: nothing was done, and another attempt follows. One request. */
    public Change requeue(ActionRecord claimed, ActionFailure reason, Instant next) {
        return apply(
                claimed,
                new Update(table, ActionItems.key(claimed.workspace(), claimed.id()))
                        .set(ActionItems.failure(reason)
                                .text("state", ActionState.QUEUED.name())
                                .number("attempts", claimed.progress().attempts())
                                .time("nextAttemptAt", next))
                        .remove("runningUntil", PatchbayEvent.ATTRIBUTE));
    }

    /** Notes why a queued action waits, and until when. One request. */
    Change waits(ActionRecord queued, ActionFailure reason, Instant next) {
        return apply(
                queued,
                new Update(table, ActionItems.key(queued.workspace(), queued.id()))
                        .set(ActionItems.failure(reason).time("nextAttemptAt", next))
                        .remove(PatchbayEvent.ATTRIBUTE));
    }

    /** One request. */
    public Change succeed(ActionRecord claimed, ActionResult result) {
        ActionEvent event = ActionEvents.succeeded(claimed, result, clock.instant());
        Update update = finished(claimed, ActionState.SUCCEEDED, ActionItems.result(result), event)
                .remove("failureCode", "failureMessage", "failureSuggestion");
        return apply(claimed, update);
    }

    /**
     * Ends an action without success, from whatever state it was seen in. One request.
     *
     * @param state {@link ActionState#FAILED} or {@link ActionState#UNKNOWN}
     */
    public Change fail(ActionRecord seen, ActionState state, ActionFailure failure) {
        ActionEvent event = ActionEvents.failed(seen, state, failure, clock.instant());
        return apply(seen, finished(seen, state, ActionItems.failure(failure), event));
    }

    private Update finished(ActionRecord seen, ActionState state, Item outcome, ActionEvent event) {
        Update update = new Update(table, ActionItems.key(seen.workspace(), seen.id()))
                .set(outcome.text("state", state.name())
                        .time("finishedAt", event.header().time())
                        .text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .remove("runningUntil", "nextAttemptAt")
                .replace(new Item(), OpenActions.ATTRIBUTES);
        if (seen.progress().attempts() > 0) {
            update.set(new Item().number("attempts", seen.progress().attempts()));
        }
        return update;
    }

    /** Applies a change unless another process has changed state or claim since it was seen; then that change stands. */
    private Change apply(ActionRecord seen, Update update) {
        try {
            dynamoDb.updateItem(update.whenEqual(
                            new Item().text("state", seen.state().name()))
                    .whenEqual(new Item().time("runningUntil", seen.progress().runningUntil()))
                    .returningNothing());
            return new Change.Made();
        } catch (ConditionalCheckFailedException overtaken) {
            return overtaken.hasItem()
                    ? new Change.Overtaken(ActionItems.read(Item.of(overtaken.item())))
                    : new Change.Gone();
        }
    }

    private Item write(ActionRecord action) {
        Item item =
                ActionItems.write(action).expires(action.accepted().createdAt().plus(HISTORY));
        OpenActions.entry(action).forEach((name, value) -> item.values().put(name, value));
        return item;
    }
}
