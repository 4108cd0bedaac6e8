package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A connection of the workspace acme, made by ann, that nothing happened to since. */
public final class SampleConnection {
    private SampleConnection() {}

    public static Connection of(ProviderId provider, Account account, Set<String> scopes) {
        return of(provider, new LinkedAccount(account, Map.of(), Optional.empty()), scopes, Optional.empty());
    }

    /** @param tokensExpireAt as in {@link Connection} */
    public static Connection of(
            ProviderId provider, LinkedAccount linked, Set<String> scopes, Optional<Instant> tokensExpireAt) {
        WorkspaceId workspace = new WorkspaceId("acme");
        return new Connection(
                workspace,
                ConnectionId.of(workspace, provider, linked.account()),
                provider,
                linked.account(),
                new MemberId("ann"),
                scopes,
                ConnectionStatus.CONNECTED,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                tokensExpireAt,
                Optional.empty(),
                linked.parameters(),
                linked.apiBase(),
                Choices.none(),
                Instant.EPOCH,
                1,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
    }
}
