package dev.patchbay.connections;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Revoker;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.tenant.Member;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.VaultException;
import java.util.Optional;

/**
 * {@code DELETE /api/connections/{id}}: deletes the credential, then gives the grant back to the provider, and says what was
 * and was not revoked. The credential goes first: should the function die in between, nothing usable is left here.
 */
final class Disconnect implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final TokenVault vault;
    private final Revoker revoker;

    Disconnect(ProviderCatalog catalog, ConnectionStore connections, TokenVault vault, Revoker revoker) {
        this.catalog = catalog;
        this.connections = connections;
        this.vault = vault;
        this.revoker = revoker;
    }

    private record Answer(String id, boolean disconnected, boolean revoked, String message) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        Connection connection = ShowConnection.named(connections, request, member);
        Provider provider = catalog.get(connection.provider());
        Optional<Credential> credential = opened(connection);
        if (!connections.disconnect(connection)) {
            throw Problem.notFound("connection").asException();
        }
        Revoker.Result result = credential
                .map(open -> revoker.revoke(provider, connection, open, sharesGrant(provider, connection)))
                .orElseGet(() -> new Revoker.Result.NotRevoked(
                        "Its credential could no longer be opened, so it could not be revoked at " + provider.title()));
        return ApiResponse.json(200, answer(connection, result));
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

    /** Whether another connection of this workspace lives on the same account's grant to the same OAuth app. */
    private boolean sharesGrant(Provider provider, Connection removed) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> false;
            case Auth.OAuth2 oauth ->
                oauth.revocation().reach() == Auth.Revocation.Reach.ACCOUNT
                        && connections.list(removed.workspace()).stream()
                                .filter(other -> other.status().usable())
                                .filter(other -> other.account()
                                        .id()
                                        .equals(removed.account().id()))
                                .anyMatch(other -> usesApp(catalog.get(other.provider()), oauth.app()));
        };
    }

    private static boolean usesApp(Provider provider, String app) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> oauth.app().equals(app);
            case Auth.ApiKey key -> false;
        };
    }

    private static Answer answer(Connection connection, Revoker.Result result) {
        boolean revoked = switch (result) {
            case Revoker.Result.Revoked yes -> true;
            case Revoker.Result.NotRevoked no -> false;
        };
        return new Answer(connection.id().value(), true, revoked, result.says());
    }
}
