package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** An account that has just been connected. */
public record NewConnection(
        WorkspaceId workspace, ProviderId provider, LinkedAccount linked, MemberId connectedBy, NewAccess access) {

    /** Creates one that uses the common API host, has no known grant, and is not refreshed by the schedule. */
    public NewConnection(
            WorkspaceId workspace,
            ProviderId provider,
            Account account,
            MemberId connectedBy,
            Set<String> scopes,
            SealedSecret credential,
            Optional<Instant> tokensExpireAt) {
        this(
                workspace,
                provider,
                LinkedAccount.of(account),
                connectedBy,
                new NewAccess(scopes, credential, tokensExpireAt, Optional.empty(), Optional.empty()));
    }

    /** Returns the same with its credential sealed elsewhere. */
    public NewConnection with(SealedSecret sealed) {
        return new NewConnection(workspace, provider, linked, connectedBy, access.with(sealed));
    }

    public Account account() {
        return linked.account();
    }

    public ConnectionId id() {
        return ConnectionId.of(workspace, provider, account());
    }
}
