package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.FENCE;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_BEGUN_AT;
import static dev.patchbay.connection.ConnectionAttributes.LEASE_OWNER;
import static dev.patchbay.connection.ConnectionAttributes.LEASE_UNTIL;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The leases under which tokens are refreshed, on the rows of the connections table. A lease is taken with the next fence, and
 * every write under it requires that fence: a worker that was overtaken writes nothing.
 *
 * <p>A lease expires if its holder crashed. The clocks of workers may differ, so it counts as expired only if its time is over by more
 * than {@link #SKEW}, or if this process has itself seen it held for its whole length. Thread-safe.
 */
public final class RefreshLeases {
    static final Duration LENGTH = Duration.ofSeconds(30);

    /** How far the clocks of two workers may be apart. */
    static final Duration SKEW = Duration.ofMinutes(6);

    private final DynamoDbClient dynamoDb;
    private final Supplier<AccountHolders> holders;
    private final Clock clock;
    private final ConnectionWrites writes;
    private final ConnectionTransitions transitions;
    private final LeaseWatch watch = new LeaseWatch(LENGTH);

    RefreshLeases(DynamoDbClient dynamoDb, String table, Supplier<AccountHolders> holders, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.holders = holders;
        this.clock = clock;
        this.writes = new ConnectionWrites(dynamoDb);
        this.transitions = new ConnectionTransitions(table);
    }

    /**
     * Takes the lease of a connection. One request.
     *
     * @param singleUse whether asking the provider spends the refresh token: then it is noted, by the same write, that this was begun
     * @return empty if another caller holds the lease, the fence has moved on or the connection is gone
     */
    public Optional<RefreshLease> take(Connection connection, boolean singleUse) {
        Instant now = clock.instant();
        Instant until = now.plus(LENGTH);
        String owner = UUID.randomUUID().toString();
        Optional<Instant> endedBefore =
                watch.sawItHeldToItsEnd(connection, now) ? Optional.empty() : Optional.of(now.minus(SKEW));
        Update update = transitions.lease(connection, owner, until, singleUse, endedBefore, now);
        try {
            return Optional.of(
                    lease(Item.of(dynamoDb.updateItem(update.returningNew()).attributes()), now, until));
        } catch (ConditionalCheckFailedException refused) {
            if (!refused.hasItem()) {
                return Optional.empty();
            }
            Item item = Item.of(refused.item());
            // The SDK repeats a write whose answer was lost, and then finds its own.
            if (item.optionalText(LEASE_OWNER).filter(owner::equals).isPresent()) {
                return Optional.of(lease(item, now, until));
            }
            if (item.has(LEASE_UNTIL) && item.number(FENCE) == connection.fence()) {
                watch.held(connection, now);
            }
            return Optional.empty();
        }
    }

    private static RefreshLease lease(Item item, Instant now, Instant until) {
        boolean begunBefore = item.optionalTime(GRANT_BEGUN_AT)
                .filter(begun -> begun.toEpochMilli() != now.toEpochMilli())
                .isPresent();
        return new RefreshLease(ConnectionItems.read(item), until, begunBefore);
    }

    /**
     * Stores the result of a refresh and ends the lease, if this worker still holds it. One request.
     *
     * @param toHold what the connection holds from now on, if it did not hold its account before
     * @return whether it was stored
     */
    public boolean store(RefreshLease lease, RefreshedTokens refreshed, Optional<Holding> toHold) {
        return writes.applied(
                transitions.refreshed(lease.connection(), refreshed, toHold, clock.instant()), held(toHold));
    }

    /**
     * Stores the result of a refresh whose lease was taken over, if the connection is as it was read and no lease is held. One request.
     *
     * @param toHold as for {@link #store}
     * @return whether it was stored
     */
    public boolean storeLate(Connection asRead, RefreshedTokens refreshed, Optional<Holding> toHold) {
        return writes.applied(transitions.refreshedLate(asRead, refreshed, toHold, clock.instant()), held(toHold));
    }

    private Optional<TransactWriteItem> held(Optional<Holding> toHold) {
        return toHold.map(holding -> holders.get().hold(holding));
    }

    /** Ends a lease under which the provider was not asked, or refused without looking at the refresh token. One request. */
    public void release(RefreshLease lease) {
        writes.applied(transitions.release(lease));
    }

    /** Ends a lease after an outage while the old token is still valid, without an error. One request. */
    public void postpone(RefreshLease lease, FailedRefresh failure) {
        writes.applied(transitions.postpone(lease, failure, clock.instant()));
    }

    /** Ends a lease after a temporary error, and records the error; only its first occurrence sends an event. One request. */
    public void fail(RefreshLease lease, FailedRefresh failure) {
        writes.applied(transitions.fail(lease, failure, clock.instant()));
    }
}
