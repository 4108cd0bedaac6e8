package dev.patchbay.connection;

import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;

/**
 * What stays of a pending grant that became a connection, for some minutes: a repeated completion finds the connection.
 *
 * @param connection the connection that was made or renewed
 */
public record CompletedGrant(String handleHash, WorkspaceId workspace, MemberId member, ConnectionId connection)
        implements Pending {}
