package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.Kind.INTERNAL;
import static dev.patchbay.connection.ConnectionAttributes.Kind.TIME;
import static dev.patchbay.connection.ConnectionAttributes.Kind.TOMBSTONE;

import dev.patchbay.event.PatchbayEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a connection's row: their names, which are a stored format and never change, and their kinds.
 * {@link ConnectionTransitions} says which write sets and removes them. An attribute without {@link Kind#INTERNAL} is part of an export,
 * unless it is binary; an attribute without {@link Kind#TOMBSTONE} is removed with the connection. Thread-safe.
 */
public final class ConnectionAttributes {
    /** What an attribute is. */
    enum Kind {
        /** Of use to Patchbay only, such as a lease or an index key: no part of an export. */
        INTERNAL,
        /** A time, in epoch milliseconds. */
        TIME,
        /** A tombstone has it. */
        TOMBSTONE
    }

    private static final Map<String, Set<Kind>> KINDS = new LinkedHashMap<>();

    // The key.
    static final String WORKSPACE = attribute("workspace", INTERNAL, TOMBSTONE);
    static final String CONNECTION = attribute("connection", TOMBSTONE);

    // Which account it is, and how it is used.
    static final String PROVIDER = attribute("provider", TOMBSTONE);
    static final String ACCOUNT_ID = attribute("accountId", TOMBSTONE);
    static final String ACCOUNT_LABEL = attribute("accountLabel", TOMBSTONE);
    static final String CONNECTED_BY = attribute("connectedBy", TOMBSTONE);
    static final String CONNECTED_AT = attribute("connectedAt", TIME, TOMBSTONE);
    static final String LAST_USED_AT = attribute("lastUsedAt", TIME);
    static final String PARAMETERS = attribute("parameters", TOMBSTONE);
    static final String API_BASE = attribute("apiBase", TOMBSTONE);
    static final String CHOICES = attribute("choices");
    static final String PICKED = attribute("picked");

    // What was granted. Lost are the permissions that a refresh came without.
    static final String CREDENTIAL = attribute("credential");
    static final String TOKENS_ISSUED_AT = attribute("tokensIssuedAt", TIME, TOMBSTONE);
    static final String TOKENS_EXPIRE_AT = attribute("tokensExpireAt", TIME, TOMBSTONE);
    static final String SCOPES = attribute("scopes", TOMBSTONE);
    static final String LOST_SCOPES = attribute("lostScopes", TOMBSTONE);
    static final String NARROWED_REPORTED_AT = attribute("narrowedReportedAt", TIME, TOMBSTONE);

    // What is known of the grant's life, the keys of the index byGrantExpiry, and the last warning sent.
    static final String GRANTED_AT = attribute("grantedAt", TIME);
    static final String GRANT_REPORTED_UNTIL = attribute("grantReportedUntil", TIME);
    static final String GRANT_EXPIRES_AT = attribute("grantExpiresAt", TIME);
    static final String GRANT_EXPIRES_WHY = attribute("grantExpiresWhy");
    static final String GRANT_SHARD = attribute("grantShard", INTERNAL);
    static final String GRANT_DAY = attribute("grantDay");
    static final String WARNED_DAYS = attribute("warnedDays");

    // Its status.
    static final String STATUS = attribute("status", TOMBSTONE);
    static final String STATUS_REASON = attribute("statusReason");
    static final String STATUS_SINCE = attribute("statusSince", TIME, TOMBSTONE);
    static final String FAILING_REPORTED_AT = attribute("failingReportedAt", TIME, TOMBSTONE);

    // The keys of the index byRefreshDue, and how the last refreshes failed.
    static final String REFRESH_SHARD = attribute("refreshShard", INTERNAL);
    static final String REFRESH_AT = attribute("refreshAt", TIME);
    static final String REFUSED_SINCE = attribute("refusedSince", TIME);
    static final String NOT_BEFORE = attribute("notBefore", TIME, TOMBSTONE);

    // The fence, the lease, and whether a grant was begun with a single-use refresh token.
    static final String FENCE = attribute("fence", INTERNAL, TOMBSTONE);
    static final String LEASE_UNTIL = attribute("leaseUntil", INTERNAL, TIME);
    static final String LEASE_OWNER = attribute("leaseOwner", INTERNAL);
    static final String GRANT_BEGUN_AT = attribute("grantBegunAt", TIME);

    // What records that it holds its account: present if and only if the row of AccountHolders is.
    static final String HELD_ACCOUNT = attribute("heldAccount", INTERNAL);
    static final String HOLDER = attribute("holder", INTERNAL);

    // Of a tombstone only: which removal made it, the credential that is still to be revoked, and when DynamoDB deletes
    // it.
    static final String REMOVAL = attribute("removal", INTERNAL, TOMBSTONE);
    static final String REVOKING = attribute("revoking", TOMBSTONE);
    static final String DELETED_AFTER = attribute("expiresAt", TOMBSTONE);

    /** The event of the last write. It repeats other attributes. */
    static final String EVENT = attribute(PatchbayEvent.ATTRIBUTE, INTERNAL, TOMBSTONE);

    static final List<String> GRANT = List.of(GRANTED_AT, GRANT_REPORTED_UNTIL, GRANT_EXPIRES_AT, GRANT_EXPIRES_WHY);
    static final List<String> GRANT_INDEX = List.of(GRANT_SHARD, GRANT_DAY);
    static final List<String> REFRESH_INDEX = List.of(REFRESH_SHARD, REFRESH_AT);
    static final List<String> LEASE = List.of(LEASE_UNTIL, LEASE_OWNER);
    static final List<String> HOLDING = List.of(HELD_ACCOUNT, HOLDER);

    /** Attributes of a {@link NewConnection} that not every one has. */
    static final List<String> OPTIONAL_WHEN_CONNECTED =
            List.of(SCOPES, TOKENS_EXPIRE_AT, PARAMETERS, API_BASE, CHOICES);

    private ConnectionAttributes() {}

    private static String attribute(String name, Kind... kinds) {
        KINDS.put(name, Set.of(kinds));
        return name;
    }

    /** Whether an attribute of a connection is no part of an export. False for a name that no connection has. */
    public static boolean isInternal(String name) {
        return is(INTERNAL, name);
    }

    /** Whether an attribute of a connection is a time in epoch milliseconds. False for a name that no connection has. */
    public static boolean isTime(String name) {
        return is(TIME, name);
    }

    /** Returns the attributes that a connection loses when it becomes a tombstone. */
    static List<String> withoutTombstone() {
        return all().stream().filter(name -> !is(TOMBSTONE, name)).toList();
    }

    /** Returns every attribute. */
    static Set<String> all() {
        return KINDS.keySet();
    }

    private static boolean is(Kind kind, String name) {
        return KINDS.getOrDefault(name, Set.of()).contains(kind);
    }
}
