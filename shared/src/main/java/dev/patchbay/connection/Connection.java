package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One workspace's link to one provider account, as it is stored.
 *
 * @param standing its status, with the reason and the time
 * @param fence grows with every lease and every change of credential or status: a writer that holds an older one
 *     has been overtaken
 * @param holding what records that it holds its account; absent where a revocation reaches one grant only, and for connections that
 *     were made before this was recorded and whose tokens have not been refreshed since
 */
public record Connection(
        ConnectionIdentity identity,
        ConnectionHistory history,
        StatusEntry standing,
        GrantedAccess access,
        CallTarget target,
        RefreshSchedule schedule,
        long fence,
        Optional<Holding> holding) {

    /** The reason of a connection in doubt, see {@link #doubted}. */
    static final String DOUBT = "unauthorized";

    public WorkspaceId workspace() {
        return identity.workspace();
    }

    public ConnectionId id() {
        return identity.id();
    }

    public ProviderId provider() {
        return identity.provider();
    }

    public Account account() {
        return identity.account();
    }

    public ConnectionStatus status() {
        return standing.status();
    }

    /** Its sealed credential; absent once it was removed. */
    public Optional<SealedSecret> credential() {
        return access.credential();
    }

    public Set<String> scopes() {
        return access.scopes();
    }

    /** Whether its provider refused a credential that may be valid: the schedule confirms it. */
    public boolean doubted() {
        return status() == ConnectionStatus.ERROR
                && standing.reason().filter(DOUBT::equals).isPresent();
    }

    /** Returns when it will expire unless it is renewed; empty if that is unknown, or it has expired. */
    public Optional<GrantForecast> forecast() {
        return access.grant().flatMap(Grant::forecast).filter(end -> status().usable());
    }

    /** Whether its status is usable, but its grant should have expired by now. */
    public boolean isOver(Instant now) {
        return forecast().filter(end -> !now.isBefore(end.at())).isPresent();
    }

    /** Where the credential of a connection is sealed. */
    public static Place credentialPlace(WorkspaceId workspace, ConnectionId id) {
        return new Place(workspace, id.value(), "credential");
    }
}
