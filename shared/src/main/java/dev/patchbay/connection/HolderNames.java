package dev.patchbay.connection;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.KeyedHashes;
import java.util.Optional;

/**
 * Makes the keyed hashes under which accounts and their holders are recorded. Only accounts of providers whose revocation reaches the
 * whole account are recorded: all others are revoked one grant at a time. Thread-safe.
 */
public final class HolderNames {
    private static final String ACCOUNT = "account";
    private static final String CONNECTION = "connection";
    private static final String PENDING = "pending";

    private final KeyedHashes hashes;

    public HolderNames(KeyedHashes hashes) {
        this.hashes = hashes;
    }

    /** The hash of an account; empty if a revocation at this provider reaches one grant only. */
    public Optional<String> account(Provider provider, Account account) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> Optional.empty();
            case Auth.OAuth2 oauth ->
                oauth.revocation().reachesAccount()
                        ? Optional.of(hashes.of(ACCOUNT, oauth.app(), account.id()))
                        : Optional.empty();
        };
    }

    /** What a connection holds; empty as in {@link #account}. */
    public Optional<Holding> connection(Provider provider, Account account, WorkspaceId workspace, ConnectionId id) {
        return account(provider, account)
                .map(hash -> new Holding(hash, hashes.of(CONNECTION, workspace.value(), id.value())));
    }

    /**
     * What a grant holds of which no connection is made yet. It is not that of the connection, which may be there already and must not be
     * released with the grant.
     *
     * @param pending an id of the grant that no other has
     */
    public Optional<Holding> pending(Provider provider, Account account, WorkspaceId workspace, String pending) {
        return account(provider, account)
                .map(hash -> new Holding(hash, hashes.of(PENDING, workspace.value(), pending)));
    }
}
