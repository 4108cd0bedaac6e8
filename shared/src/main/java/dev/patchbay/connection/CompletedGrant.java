package dev.patchbay.connection;

import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;

/**
 * The mark of a pending grant that became a connection. It is kept for some minutes, so that a repeated completion finds the connection.
 *
 * @param connection the connection that was made or renewed
 */
public record CompletedGrant(String handleHash, WorkspaceId workspace, MemberId member, ConnectionId connection)
        implements Pending {}
