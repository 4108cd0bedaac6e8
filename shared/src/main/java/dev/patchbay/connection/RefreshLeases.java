package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private final String table;
    private final Supplier<AccountHolders> holders;
    private final Clock clock;
    private final ConnectionWrites writes;
    private final LeaseWatch watch = new LeaseWatch(LENGTH);

    RefreshLeases(DynamoDbClient dynamoDb, String table, Supplier<AccountHolders> holders, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.holders = holders;
        this.clock = clock;
        this.writes = new ConnectionWrites(dynamoDb);
    }

    /**
     * A lease that is held.
     *
     * @param connection as it is under the lease
     * @param until by this process's clock
     * @param outcomeUnknown whether an earlier worker began a grant with this single-use refresh token and did not record the outcome
     */
    public record Lease(Connection connection, Instant until, boolean outcomeUnknown) {}

    /**
     * A refresh that failed.
     *
     * @param reason its code
     * @param answered whether the provider answered each time it was asked
     * @param refused whether it said that the grant is dead, which is not believed yet
     * @param again when it is tried again
     * @param notBefore until when no request may be sent, if the provider said so
     */
    public record Setback(
            String reason, boolean answered, boolean refused, Instant again, Optional<Instant> notBefore) {}

    /**
     * Takes the lease of a connection. One request.
     *
     * @param singleUse whether asking the provider spends the refresh token: then it is noted, by the same write, that this was begun
     * @return empty if another caller holds the lease, the fence has moved on or the connection is gone
     */
    public Optional<Lease> take(Connection connection, boolean singleUse) {
        Instant now = clock.instant();
        Instant until = now.plus(LENGTH);
        String owner = UUID.randomUUID().toString();
        Update update = update(connection)
                .set(new Item().time("leaseUntil", until).text("leaseOwner", owner))
                .increase("fence", 1)
                .remove(PatchbayEvent.ATTRIBUTE)
                .whenExists("credential")
                .whenEqual(new Item().number("fence", connection.fence()));
        if (singleUse) {
            update.setIfAbsent(new Item().time("grantBegunAt", now));
        }
        if (!watch.sawItHeldToItsEnd(connection, now)) {
            update.whenAbsentOrBelow("leaseUntil", now.minus(SKEW).toEpochMilli());
        }
        try {
            return Optional.of(
                    lease(Item.of(dynamoDb.updateItem(update.returningNew()).attributes()), now, until));
        } catch (ConditionalCheckFailedException refused) {
            if (!refused.hasItem()) {
                return Optional.empty();
            }
            Item item = Item.of(refused.item());
            // The SDK repeats a write whose answer was lost, and then finds its own.
            if (item.optionalText("leaseOwner").filter(owner::equals).isPresent()) {
                return Optional.of(lease(item, now, until));
            }
            if (item.has("leaseUntil") && item.number("fence") == connection.fence()) {
                watch.held(connection, now);
            }
            return Optional.empty();
        }
    }

    private static Lease lease(Item item, Instant now, Instant until) {
        boolean begunBefore = item.optionalTime("grantBegunAt")
                .filter(begun -> begun.toEpochMilli() != now.toEpochMilli())
                .isPresent();
        return new Lease(ConnectionItems.read(item), until, begunBefore);
    }

    /**
     * Stores the result of a refresh and ends the lease, if this worker still holds it. One request.
     *
     * @param toHold what the connection holds from now on, if it did not hold its account before
     * @return whether it was stored
     */
    public boolean store(Lease lease, RefreshedTokens refreshed, Optional<Holding> toHold) {
        return writes.applied(stored(lease.connection(), refreshed, toHold), held(toHold));
    }

    /**
     * Stores the result of a refresh whose lease was taken over, if the connection is as it was read and no lease is held. One request.
     *
     * @param toHold as for {@link #store}
     * @return whether it was stored
     */
    public boolean storeLate(Connection asRead, RefreshedTokens refreshed, Optional<Holding> toHold) {
        Update late = stored(asRead, refreshed, toHold)
                .whenAbsentOrBelow("leaseUntil", clock.instant().toEpochMilli());
        return writes.applied(late, held(toHold));
    }

    private Optional<TransactWriteItem> held(Optional<Holding> toHold) {
        return toHold.map(holding -> holders.get().hold(holding));
    }

    private Update stored(Connection connection, RefreshedTokens refreshed, Optional<Holding> toHold) {
        Instant now = clock.instant();
        // A refreshed token does not prove that the provider accepts calls.
        boolean doubted = connection.doubted();
        boolean recovered = connection.status() != ConnectionStatus.CONNECTED && !doubted;
        Item item = new Item()
                .bytes("credential", refreshed.credential().bytes())
                .time("tokensExpireAt", refreshed.tokensExpireAt())
                // Where the answer does not say, the API is where it was.
                .text("apiBase", refreshed.apiBase().map(URI::toString))
                .time("tokensIssuedAt", now)
                .text("status", (doubted ? ConnectionStatus.ERROR : ConnectionStatus.CONNECTED).name())
                .text(
                        PatchbayEvent.ATTRIBUTE,
                        (recovered
                                        ? ConnectionEvents.recovered(connection, now)
                                        : ConnectionEvents.refreshed(connection, now))
                                .toJson());
        if (recovered) {
            item.time("statusSince", now);
        }
        Optional<Grant> grant = refreshed.grant();
        Optional<ScopeChange> scopes = refreshed.scopes();
        scopes.ifPresent(change -> item.texts("scopes", change.scopes()));
        Update update = atFence(connection)
                .set(item)
                .replace(DueConnections.entry(connection.id(), refreshed.refreshAt()), DueConnections.ATTRIBUTES)
                .replace(ConnectionItems.of(connection.id(), grant), ConnectionItems.GRANT)
                .set(ConnectionItems.of(toHold))
                // A caller that read the connection during the refresh holds the spent token, and must not get a lease
                // with it.
                .increase("fence", 1)
                .remove("leaseUntil", "leaseOwner", "grantBegunAt", "refusedSince", "notBefore")
                .whenExists("credential");
        if (!doubted) {
            update.remove("statusReason", "failingReportedAt");
        }
        scopes.map(ScopeChange::lost)
                .filter(lost -> !lost.equals(connection.lostScopes()))
                .ifPresent(lost -> update.replace(new Item().texts("lostScopes", lost), List.of("lostScopes"))
                        .remove("narrowedReportedAt"));
        if (refreshed.tokensExpireAt().isEmpty()) {
            update.remove("tokensExpireAt");
        }
        if (ExpiryWarnings.startAnew(connection.forecast(), grant.flatMap(Grant::forecast))) {
            update.remove(ExpiryWarnings.ATTRIBUTE);
        }
        return update;
    }

    /** Ends a lease under which the provider was not asked, or refused without looking at the refresh token. One request. */
    public void release(Lease lease) {
        Update update = underLease(lease).remove("leaseUntil", "leaseOwner", PatchbayEvent.ATTRIBUTE);
        if (!lease.outcomeUnknown()) {
            update.remove("grantBegunAt");
        }
        applied(update);
    }

    /** Ends a lease after an outage while the old token is still valid, without an error. One request. */
    public void postpone(Lease lease, Setback setback) {
        applied(ended(lease, setback).remove(PatchbayEvent.ATTRIBUTE));
    }

    /** Ends the lease. An answer means that nothing was granted; without an answer, a single-use token may be spent. */
    private Update ended(Lease lease, Setback setback) {
        Update update = underLease(lease)
                .set(DueConnections.entry(lease.connection().id(), Optional.of(setback.again()))
                        .time("notBefore", setback.notBefore()))
                .remove("leaseUntil", "leaseOwner");
        if (setback.refused()) {
            update.setIfAbsent(new Item().time("refusedSince", clock.instant()));
        }
        return setback.answered() && !lease.outcomeUnknown() ? update.remove("grantBegunAt") : update;
    }

    /** Ends a lease after a temporary error, and records the error; only its first occurrence sends an event. One request. */
    public void trouble(Lease lease, Setback setback) {
        Instant now = clock.instant();
        Connection connection = lease.connection();
        Update update = ended(lease, setback);
        if (connection.status() == ConnectionStatus.ERROR) {
            update.remove(PatchbayEvent.ATTRIBUTE);
        } else {
            update.set(new Item()
                    .text("status", ConnectionStatus.ERROR.name())
                    .text("statusReason", setback.reason())
                    .time("statusSince", now)
                    .text(
                            PatchbayEvent.ATTRIBUTE,
                            ConnectionEvents.errorBegan(connection, setback.reason(), now)
                                    .toJson()));
        }
        applied(update);
    }

    private Update update(Connection connection) {
        return new Update(table, ConnectionItems.key(connection.workspace(), connection.id()));
    }

    private Update underLease(Lease lease) {
        return atFence(lease.connection());
    }

    private Update atFence(Connection connection) {
        return update(connection).whenEqual(new Item().number("fence", connection.fence()));
    }

    private boolean applied(Update update) {
        return writes.applied(update, Optional.empty());
    }
}
