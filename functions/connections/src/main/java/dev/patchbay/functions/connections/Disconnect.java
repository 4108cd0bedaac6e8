package dev.patchbay.functions.connections;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.VaultException;
import java.util.Optional;

/**
 * {@code DELETE /api/connections/{id}}: deletes the credential, then revokes it at the provider, and returns what was and was not
 * revoked. The credential is deleted first: if the function crashes in between, nothing usable is left here. A refresh may store another
 * credential between reading and deleting. That one is then read and deleted, because revoking a spent token would revoke nothing.
 */
final class Disconnect implements ApiEndpoint {
    /** A connection is refreshed at most every few minutes. */
    private static final int ATTEMPTS = 5;

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final TokenVault vault;
    private final Revoker revoker;
    private final SharedAccounts shared;

    Disconnect(
            ProviderCatalog catalog,
            ConnectionStore connections,
            TokenVault vault,
            Revoker revoker,
            SharedAccounts shared) {
        this.catalog = catalog;
        this.connections = connections;
        this.vault = vault;
        this.revoker = revoker;
        this.shared = shared;
    }

    private record Answer(String id, boolean disconnected, boolean revoked, String message) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Connection connection = ShowConnection.named(connections, request, member);
            Optional<Credential> credential = opened(connection);
            if (connections.disconnect(connection)) {
                return ApiResponse.json(200, answer(connection, revoked(connection, credential)));
            }
        }
        throw Problem.of(
                        409,
                        "connection_changing",
                        "Not disconnected",
                        "The connection was changed by others at the same time, again and again. Repeat the request")
                .asException();
    }

    private Revoker.Result revoked(Connection removed, Optional<Credential> credential) {
        Provider provider = catalog.get(removed.provider());
        return credential
                .map(open -> revoker.revoke(provider, removed, open, isShared(provider, removed)))
                .orElseGet(() -> new Revoker.Result.NotRevoked(
                        "Its credential could no longer be opened, so it could not be revoked at " + provider.title()));
    }

    private Optional<Credential> opened(Connection connection) {
        try {
            return connection
                    .credential()
                    .map(stored -> Credential.of(
                            vault.open(Connection.credentialPlace(connection.workspace(), connection.id()), stored)));
        } catch (VaultException lost) {
            // A credential that cannot be opened must not keep anyone from removing it.
            return Optional.empty();
        }
    }

    private boolean isShared(Provider provider, Connection removed) {
        return shared.heldByOthers(provider, removed) || isSharedUnrecorded(provider, removed);
    }

    /** Whether a connection of this workspace uses the account of which that is not recorded: it was made before that was done. */
    private boolean isSharedUnrecorded(Provider provider, Connection removed) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> false;
            case Auth.OAuth2 oauth ->
                oauth.revocation().reachesAccount()
                        && connections.list(removed.workspace()).stream()
                                .filter(other -> other.holding().isEmpty())
                                .filter(other -> other.status().usable())
                                .filter(other -> other.account()
                                        .id()
                                        .equals(removed.account().id()))
                                .anyMatch(other -> catalog.get(other.provider()).usesApp(oauth.app()));
        };
    }

    private static Answer answer(Connection connection, Revoker.Result result) {
        boolean revoked = switch (result) {
            case Revoker.Result.Revoked yes -> true;
            case Revoker.Result.NotRevoked no -> false;
        };
        return new Answer(connection.id().value(), true, revoked, result.message());
    }
}
