package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An account that has just been connected, with its credential already sealed.
 *
 * @param tokensExpireAt when the access token ends; absent: not before it is revoked
 * @param grant what is known of the grant's life; absent for an API key
 * @param refreshAt when the schedule renews the tokens; absent: never
 */
public record NewConnection(
        WorkspaceId workspace,
        ProviderId provider,
        LinkedAccount linked,
        MemberId connectedBy,
        Set<String> scopes,
        SealedSecret credential,
        Optional<Instant> tokensExpireAt,
        Optional<Grant> grant,
        Optional<Instant> refreshAt) {

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
                scopes,
                credential,
                tokensExpireAt,
                Optional.empty(),
                Optional.empty());
    }

    /** The same with its credential sealed elsewhere. */
    public NewConnection with(SealedSecret sealed) {
        return new NewConnection(
                workspace, provider, linked, connectedBy, scopes, sealed, tokensExpireAt, grant, refreshAt);
    }

    public Account account() {
        return linked.account();
    }

    public ConnectionId id() {
        return ConnectionId.of(workspace, provider, account());
    }
}
