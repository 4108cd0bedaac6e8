package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.API_BASE;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTED_AT;
import static dev.patchbay.connection.ConnectionAttributes.CREDENTIAL;
import static dev.patchbay.connection.ConnectionAttributes.DELETED_AFTER;
import static dev.patchbay.connection.ConnectionAttributes.EVENT;
import static dev.patchbay.connection.ConnectionAttributes.FAILING_REPORTED_AT;
import static dev.patchbay.connection.ConnectionAttributes.FENCE;
import static dev.patchbay.connection.ConnectionAttributes.GRANT;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_BEGUN_AT;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_DAY;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_INDEX;
import static dev.patchbay.connection.ConnectionAttributes.HOLDING;
import static dev.patchbay.connection.ConnectionAttributes.LAST_USED_AT;
import static dev.patchbay.connection.ConnectionAttributes.LEASE;
import static dev.patchbay.connection.ConnectionAttributes.LEASE_OWNER;
import static dev.patchbay.connection.ConnectionAttributes.LEASE_UNTIL;
import static dev.patchbay.connection.ConnectionAttributes.LOST_SCOPES;
import static dev.patchbay.connection.ConnectionAttributes.NARROWED_REPORTED_AT;
import static dev.patchbay.connection.ConnectionAttributes.NOT_BEFORE;
import static dev.patchbay.connection.ConnectionAttributes.OPTIONAL_WHEN_CONNECTED;
import static dev.patchbay.connection.ConnectionAttributes.PICKED;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_INDEX;
import static dev.patchbay.connection.ConnectionAttributes.REFUSED_SINCE;
import static dev.patchbay.connection.ConnectionAttributes.REMOVAL;
import static dev.patchbay.connection.ConnectionAttributes.REVOKING;
import static dev.patchbay.connection.ConnectionAttributes.SCOPES;
import static dev.patchbay.connection.ConnectionAttributes.STATUS;
import static dev.patchbay.connection.ConnectionAttributes.STATUS_REASON;
import static dev.patchbay.connection.ConnectionAttributes.STATUS_SINCE;
import static dev.patchbay.connection.ConnectionAttributes.TOKENS_EXPIRE_AT;
import static dev.patchbay.connection.ConnectionAttributes.TOKENS_ISSUED_AT;
import static dev.patchbay.connection.ConnectionAttributes.WARNED_DAYS;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Every write to a connection's row, one method each: under which condition it applies, and what it sets and removes. The stores of this
 * package send the writes. A write whose caller decided by what it had read requires the same fence or status. Each write sets its event
 * or removes that of the write before, so that the stream sends each event once. Thread-safe.
 *
 * <table>
 * <caption>Changes of the status and of the fence</caption>
 * <tr><th>write</th><th>status</th><th>fence</th></tr>
 * <tr><td>{@link #connect}, {@link #reconnect}</td><td>any → {@code CONNECTED}</td><td>+1</td></tr>
 * <tr><td>{@link #lease}</td><td>-</td><td>+1</td></tr>
 * <tr><td>{@link #refreshed}, {@link #refreshedLate}</td><td>any but in doubt → {@code CONNECTED}</td><td>+1</td></tr>
 * <tr><td>{@link #release}, {@link #postpone}</td><td>-</td><td>-</td></tr>
 * <tr><td>{@link #fail}</td><td>any usable → {@code ERROR}</td><td>-</td></tr>
 * <tr><td>{@link #doubt}</td><td>{@code CONNECTED} → {@code ERROR}</td><td>-</td></tr>
 * <tr><td>{@link #endDoubt}</td><td>{@code ERROR} in doubt → {@code CONNECTED}</td><td>-</td></tr>
 * <tr><td>{@link #end}</td><td>any → {@code EXPIRED} or {@code REVOKED}</td><td>+1</td></tr>
 * <tr><td>{@link #remove}, {@link #layAside}</td><td>any → {@code DISCONNECTED}, a tombstone</td><td>+1</td></tr>
 * <tr><td>{@link #delete}</td><td>the row is gone</td><td></td></tr>
 * <tr><td>{@link #choose}, {@link #recordUse}, {@link #warn}, {@link #reportFailing}, {@link #reportNarrowed}, {@link #recordRefusal},
 * {@link #postponeCheck}</td><td>-</td><td>-</td></tr>
 * </table>
 */
final class ConnectionTransitions {
    private static final Duration TOMBSTONE_KEPT = Duration.ofDays(7);

    private final String table;

    ConnectionTransitions(String table) {
        this.table = table;
    }

    /**
     * Makes a connection, or renews the one of the same account: what it holds, a choice that is still offered and the time of its first
     * connect stay.
     */
    Update connect(NewConnection agreed, Optional<Holding> holding, Instant now) {
        return new Update(table, ConnectionItems.key(agreed.workspace(), agreed.id()))
                .replace(ConnectionItems.of(agreed), OPTIONAL_WHEN_CONNECTED)
                .replace(ConnectionItems.grant(agreed.access().grant()), GRANT)
                .replace(ConnectionItems.grantIndex(agreed.id(), agreed.access().grant()), GRANT_INDEX)
                .replace(
                        ConnectionItems.refreshIndex(
                                agreed.id(), agreed.access().refreshAt()),
                        REFRESH_INDEX)
                .set(ConnectionItems.holding(holding))
                .set(status(ConnectionStatus.CONNECTED, now)
                        .time(TOKENS_ISSUED_AT, now)
                        .add(event(ConnectionEvents.connected(agreed, now))))
                .setIfAbsent(new Item().time(CONNECTED_AT, now))
                // The first is the time: an account that is erased and connected again gets no fence that its old life
                // had.
                .increase(FENCE, now.toEpochMilli(), 1)
                .remove(LEASE)
                .remove(GRANT_BEGUN_AT, REFUSED_SINCE, NOT_BEFORE)
                .remove(STATUS_REASON, FAILING_REPORTED_AT, LOST_SCOPES, NARROWED_REPORTED_AT, WARNED_DAYS)
                .remove(REMOVAL, REVOKING, DELETED_AFTER);
    }

    /** Renews a connection, unless it was removed meanwhile. */
    Update reconnect(NewConnection agreed, Optional<Holding> holding, Instant now) {
        return connect(agreed, holding, now).whenExists(CREDENTIAL);
    }

    /** Picks one of the choices, unless the connection was removed meanwhile. */
    Update choose(Connection connection, Choice choice) {
        return silently(existing(connection).set(new Item().text(PICKED, choice.id())));
    }

    /** Records a use, unless the connection was removed meanwhile. */
    Update recordUse(Connection connection, Instant now) {
        return silently(existing(connection).set(new Item().time(LAST_USED_AT, now)));
    }

    /**
     * Takes the lease under which tokens are refreshed.
     *
     * @param singleUse whether the refresh spends the refresh token, so that its begin is recorded
     * @param endedBefore leases that end before this count as ended; empty: the lease that is held counts as ended
     */
    Update lease(
            Connection connection,
            String owner,
            Instant until,
            boolean singleUse,
            Optional<Instant> endedBefore,
            Instant now) {
        Update update = silently(atFence(connection)
                .whenExists(CREDENTIAL)
                .set(new Item().time(LEASE_UNTIL, until).text(LEASE_OWNER, owner))
                .increase(FENCE, 1));
        if (singleUse) {
            update.setIfAbsent(new Item().time(GRANT_BEGUN_AT, now));
        }
        endedBefore.ifPresent(bound -> update.whenAbsentOrBelow(LEASE_UNTIL, bound.toEpochMilli()));
        return update;
    }

    /**
     * Stores the result of a refresh and ends the lease. Refreshed tokens do not prove that the provider accepts calls: a doubt stays.
     *
     * @param toHold what the connection holds from now on, if it did not hold its account before
     */
    Update refreshed(Connection connection, RefreshedTokens tokens, Optional<Holding> toHold, Instant now) {
        boolean doubted = connection.doubted();
        boolean recovered = connection.status() != ConnectionStatus.CONNECTED && !doubted;
        Item item = new Item()
                .bytes(CREDENTIAL, tokens.credential().bytes())
                // Without one in the answer, the API is where it was.
                .text(API_BASE, tokens.apiBase().map(URI::toString))
                .time(TOKENS_ISSUED_AT, now)
                .text(STATUS, (doubted ? ConnectionStatus.ERROR : ConnectionStatus.CONNECTED).name());
        if (recovered) {
            item.time(STATUS_SINCE, now);
        }
        tokens.scopes().ifPresent(change -> item.texts(SCOPES, change.scopes()));
        Update update = atFence(connection)
                .whenExists(CREDENTIAL)
                .set(item)
                .set(event(
                        recovered
                                ? ConnectionEvents.recovered(connection, now)
                                : ConnectionEvents.refreshed(connection, now)))
                .set(ConnectionItems.holding(toHold))
                .replace(new Item().time(TOKENS_EXPIRE_AT, tokens.tokensExpireAt()), List.of(TOKENS_EXPIRE_AT))
                .replace(ConnectionItems.refreshIndex(connection.id(), tokens.refreshAt()), REFRESH_INDEX)
                .replace(ConnectionItems.grant(tokens.grant()), GRANT)
                .replace(ConnectionItems.grantIndex(connection.id(), tokens.grant()), GRANT_INDEX)
                // A caller that read the connection during the refresh holds the spent token, and must not get a lease
                // with it.
                .increase(FENCE, 1)
                .remove(LEASE)
                .remove(GRANT_BEGUN_AT, REFUSED_SINCE, NOT_BEFORE);
        if (!doubted) {
            update.remove(STATUS_REASON, FAILING_REPORTED_AT);
        }
        tokens.scopes()
                .map(ScopeChange::lost)
                .filter(lost -> !lost.equals(connection.access().lostScopes()))
                .ifPresent(lost -> update.replace(new Item().texts(LOST_SCOPES, lost), List.of(LOST_SCOPES))
                        .remove(NARROWED_REPORTED_AT));
        Optional<GrantForecast> forecast = tokens.grant().flatMap(Grant::forecast);
        if (connection.forecast().filter(before -> before.isOutlived(forecast)).isPresent()) {
            update.remove(WARNED_DAYS);
        }
        return update;
    }

    /** Stores the result of a refresh whose lease was taken over, unless another lease is held. */
    Update refreshedLate(Connection asRead, RefreshedTokens tokens, Optional<Holding> toHold, Instant now) {
        return noLease(refreshed(asRead, tokens, toHold, now), now);
    }

    /** Ends a lease under which the refresh token was not spent. */
    Update release(RefreshLease lease) {
        Update update = silently(atFence(lease.connection()).remove(LEASE));
        return lease.outcomeUnknown() ? update : update.remove(GRANT_BEGUN_AT);
    }

    /** Ends a lease after a failed refresh and keeps the status, as the old token is still valid. */
    Update postpone(RefreshLease lease, FailedRefresh failure, Instant now) {
        return silently(failed(lease, failure, now));
    }

    /** Ends a lease after a failed refresh, as a temporary error. Only the first of several sends an event. */
    Update fail(RefreshLease lease, FailedRefresh failure, Instant now) {
        Connection connection = lease.connection();
        Update update = failed(lease, failure, now);
        return connection.status() == ConnectionStatus.ERROR
                ? silently(update)
                : update.set(error(connection, failure.reason(), now));
    }

    /** An answer means that nothing was granted; without an answer, a single-use token may be spent. */
    private Update failed(RefreshLease lease, FailedRefresh failure, Instant now) {
        Update update = atFence(lease.connection())
                .set(ConnectionItems.refreshIndex(lease.connection().id(), Optional.of(failure.retryAt()))
                        .time(NOT_BEFORE, failure.notBefore()))
                .remove(LEASE);
        if (failure.refused()) {
            update.setIfAbsent(new Item().time(REFUSED_SINCE, now));
        }
        return failure.answered() && !lease.outcomeUnknown() ? update.remove(GRANT_BEGUN_AT) : update;
    }

    /** Marks the credential as one that may be invalid, to be checked at a time. */
    Update doubt(Connection connection, Instant checkAt, Instant now) {
        return unchanged(connection, now)
                .set(error(connection, Connection.DOUBT, now))
                .set(ConnectionItems.refreshIndex(connection.id(), Optional.of(checkAt)));
    }

    /** Ends a doubt, as the provider accepted the credential. */
    Update endDoubt(Connection connection, Optional<Instant> refreshAt, Instant now) {
        return unchanged(connection, now)
                .set(status(ConnectionStatus.CONNECTED, now))
                .set(event(ConnectionEvents.recovered(connection, now)))
                .replace(ConnectionItems.refreshIndex(connection.id(), refreshAt), REFRESH_INDEX)
                .remove(STATUS_REASON, REFUSED_SINCE, FAILING_REPORTED_AT);
    }

    /** Records that the provider refused a doubted credential again, since when, and when to check it next. */
    Update recordRefusal(Connection connection, Instant checkAt, Instant now) {
        return postponeCheck(connection, checkAt, now).setIfAbsent(new Item().time(REFUSED_SINCE, now));
    }

    /** Sets the time of the next check of a doubted credential. */
    Update postponeCheck(Connection connection, Instant checkAt, Instant now) {
        return silently(
                unchanged(connection, now).set(ConnectionItems.refreshIndex(connection.id(), Optional.of(checkAt))));
    }

    /** Sends the warning for the days that are left, unless it or a tighter one was sent or the end has moved to another day. */
    Update warn(Connection connection, GrantForecast forecast, int days, PatchbayEvent event) {
        return row(connection)
                // A connection that has ended has no such day any more.
                .whenEqual(new Item().text(GRANT_DAY, forecast.day().toString()))
                .whenAbsentOrAbove(WARNED_DAYS, days)
                .set(new Item().number(WARNED_DAYS, days).text(EVENT, event.toJson()));
    }

    /** Reports once that an error lasts. */
    Update reportFailing(Connection connection, Instant now) {
        return row(connection)
                .whenAbsent(FAILING_REPORTED_AT)
                .whenEqual(new Item().text(STATUS, ConnectionStatus.ERROR.name()))
                .set(new Item().time(FAILING_REPORTED_AT, now))
                .set(event(ConnectionEvents.failing(connection, now)));
    }

    /**
     * Reports a loss of permissions once.
     *
     * @param missing the lost permissions, in words
     */
    Update reportNarrowed(Connection connection, List<String> missing, Instant now) {
        return atFence(connection)
                .whenAbsent(NARROWED_REPORTED_AT)
                .whenExists(LOST_SCOPES)
                .set(new Item().time(NARROWED_REPORTED_AT, now))
                .set(event(ConnectionEvents.narrowed(connection, missing, now)));
    }

    /** Ends a grant that has expired or was revoked. The credential stays for a late answer and for the revocation. */
    Update end(Connection connection, ConnectionStatus status, String reason, Instant now) {
        return atFence(connection)
                .whenExists(CREDENTIAL)
                .whenEqual(new Item().text(STATUS, connection.status().name()))
                .set(status(status, now).text(STATUS_REASON, reason))
                .set(event(
                        status == ConnectionStatus.EXPIRED
                                ? ConnectionEvents.expired(connection, reason, now)
                                : ConnectionEvents.revoked(connection, reason, now)))
                .increase(FENCE, 1)
                .remove(REFRESH_INDEX)
                .remove(GRANT_INDEX)
                .remove(HOLDING)
                .remove(LEASE)
                .remove(GRANT_BEGUN_AT, REFUSED_SINCE, NOT_BEFORE, WARNED_DAYS);
    }

    /**
     * Removes a connection, unless its credential was replaced since it was read.
     *
     * @param removal identifies this removal
     */
    Update remove(Connection connection, SealedSecret credential, String removal, Instant now) {
        return tombstone(connection, now)
                .whenEqual(new Item().bytes(CREDENTIAL, credential.bytes()))
                .set(new Item().text(REMOVAL, removal))
                .remove(CREDENTIAL);
    }

    /** Removes a connection and keeps its credential aside, for the revocation only. */
    Update layAside(Connection connection, Instant now) {
        return tombstone(connection, now)
                .whenEqual(new Item().number(FENCE, connection.fence()))
                .rename(CREDENTIAL, REVOKING);
    }

    /** Turns the row into a tombstone, which stays for some days: a late write finds it, and cannot restore the connection. */
    private Update tombstone(Connection connection, Instant now) {
        return existing(connection)
                .set(status(ConnectionStatus.DISCONNECTED, now).expires(now.plus(TOMBSTONE_KEPT)))
                .set(event(ConnectionEvents.disconnected(connection, now)))
                .increase(FENCE, 1)
                .remove(ConnectionAttributes.withoutTombstone().stream()
                        // Each caller moves or removes it.
                        .filter(name -> !name.equals(CREDENTIAL))
                        .toList());
    }

    /** Deletes the row of a connection that was removed, unless its account was connected again since. */
    TransactWriteItem delete(Connection connection, long fence) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table)
                        .key(ConnectionItems.key(connection.workspace(), connection.id())
                                .values())
                        .conditionExpression(FENCE + " = :f")
                        .expressionAttributeValues(Map.of(":f", AttributeValue.fromN(Long.toString(fence)))))
                .build();
    }

    private Update row(Connection connection) {
        return new Update(table, ConnectionItems.key(connection.workspace(), connection.id()));
    }

    private Update existing(Connection connection) {
        return row(connection).whenExists(CREDENTIAL);
    }

    private Update atFence(Connection connection) {
        return row(connection).whenEqual(new Item().number(FENCE, connection.fence()));
    }

    /** Requires that the status is the one that was read and that no worker refreshes the connection. */
    private Update unchanged(Connection connection, Instant now) {
        return noLease(
                atFence(connection)
                        .whenExists(CREDENTIAL)
                        .whenEqual(new Item().text(STATUS, connection.status().name())),
                now);
    }

    private static Update noLease(Update update, Instant now) {
        return update.whenAbsentOrBelow(LEASE_UNTIL, now.toEpochMilli());
    }

    /** Sends no event. */
    private static Update silently(Update update) {
        return update.remove(EVENT);
    }

    private static Item status(ConnectionStatus status, Instant now) {
        return new Item().text(STATUS, status.name()).time(STATUS_SINCE, now);
    }

    private static Item error(Connection connection, String reason, Instant now) {
        return status(ConnectionStatus.ERROR, now)
                .text(STATUS_REASON, reason)
                .add(event(ConnectionEvents.errorBegan(connection, reason, now)));
    }

    private static Item event(PatchbayEvent event) {
        return new Item().text(EVENT, event.toJson());
    }
}
