package dev.patchbay.connection;

import dev.patchbay.tenant.WorkspaceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How many accounts a workspace may connect. They are counted by the index, so the limit can be exceeded by the accounts that are
 * connected at the same moment; no stored count can drift. If they cannot be counted, one more may be connected. Thread-safe.
 */
public final class ConnectionLimit {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

    private final ConnectionsByProvider index;
    private final ConnectionStore connections;
    private final int most;

    public ConnectionLimit(ConnectionsByProvider index, ConnectionStore connections, int most) {
        this.index = index;
        this.connections = connections;
        this.most = most;
    }

    /** Whether a workspace may connect no more accounts. One request. */
    public boolean reached(WorkspaceId workspace) {
        try {
            return index.areAtLeast(workspace, most);
        } catch (SdkException unavailable) {
            LOG.warn("Connections are not limited: they cannot be counted", unavailable);
            return false;
        }
    }

    /** Whether a workspace may not connect this account: it may connect no more, and this would be one more. One request, or two at the limit. */
    public boolean refuses(WorkspaceId workspace, ConnectionId account) {
        return reached(workspace) && connections.find(workspace, account).isEmpty();
    }

    /** The limit in a sentence without a full stop. */
    public String message() {
        return "This workspace has " + most + " connections, which is as many as it may have";
    }
}
