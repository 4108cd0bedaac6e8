package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.hash.Sha256;
import dev.patchbay.tenant.WorkspaceId;
import java.util.regex.Pattern;

/**
 * Names one connection of a workspace: {@code conn_} and 26 hexadecimal digits.
 *
 * <p>It is derived from workspace, provider and provider account, so connecting the same account again finds the same
 * connection without a look-up, and two connects that race make one connection, not two.
 */
public record ConnectionId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("conn_[0-9a-f]{26}");

    /** @throws IllegalArgumentException if it has another form */
    public ConnectionId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("A connection id is conn_ and 26 hexadecimal digits");
        }
    }

    /** Whether a text has the form of an id; one that has not names no connection. */
    public static boolean matches(String text) {
        return ALLOWED.matcher(text).matches();
    }

    public static ConnectionId of(WorkspaceId workspace, ProviderId provider, Account account) {
        return new ConnectionId("conn_" + Sha256.hex(workspace + "|" + provider + "|" + account.id(), 13));
    }

    /** One of so many shards of an index, always the same. */
    int shard(int shards) {
        return Math.floorMod(value.hashCode(), shards);
    }

    @Override
    public String toString() {
        return value;
    }
}
