package dev.patchbay.connection;

import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is known when an account has just been connected, its credential already sealed. */
public record NewConnection(
        WorkspaceId workspace,
        ProviderId provider,
        Account account,
        MemberId connectedBy,
        Set<String> scopes,
        SealedSecret credential,
        Optional<Instant> tokensExpireAt) {

    public ConnectionId id() {
        return ConnectionId.of(workspace, provider, account);
    }
}
