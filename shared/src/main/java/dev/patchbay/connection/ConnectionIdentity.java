package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;

/** Which connection it is: the workspace, and the account at the provider, of which the id is derived. */
public record ConnectionIdentity(WorkspaceId workspace, ConnectionId id, ProviderId provider, Account account) {

    /** Returns the identity of the connection that a workspace has, or would have, to an account. */
    public static ConnectionIdentity of(WorkspaceId workspace, ProviderId provider, Account account) {
        return new ConnectionIdentity(workspace, ConnectionId.of(workspace, provider, account), provider, account);
    }
}
