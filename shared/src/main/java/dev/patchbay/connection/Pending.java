package dev.patchbay.connection;

import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;

/** What is stored under a handle. */
public sealed interface Pending permits PendingGrant, RefusedGrant, CompletedGrant {
    WorkspaceId workspace();

    /** The member who began the connect. */
    MemberId member();

    /** Whether this caller began the connect, and may still manage the workspace's connections. */
    default boolean isOf(Member caller) {
        return caller.workspace().equals(workspace())
                && caller.id().equals(member())
                && caller.role().managesConnections();
    }
}
