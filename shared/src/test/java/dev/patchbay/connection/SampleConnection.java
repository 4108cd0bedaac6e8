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
        return new Connection(
                ConnectionIdentity.of(new WorkspaceId("acme"), provider, linked.account()),
                new ConnectionHistory(new MemberId("ann"), Instant.EPOCH, Optional.empty()),
                new StatusEntry(ConnectionStatus.CONNECTED, Optional.empty(), Instant.EPOCH),
                new GrantedAccess(Optional.empty(), Instant.EPOCH, tokensExpireAt, scopes, Set.of(), Optional.empty()),
                new CallTarget(linked.parameters(), linked.apiBase(), Choices.none()),
                RefreshSchedule.never(),
                1,
                Optional.empty());
    }
}
