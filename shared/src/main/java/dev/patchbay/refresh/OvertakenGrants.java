package dev.patchbay.refresh;

import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.SharedAccounts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Revokes the tokens of a refresh that could not be stored, because no later run could use or revoke them. Thread-safe.
 *
 * <p>This is done only if the connection was removed or has ended meanwhile. A working connection was connected anew or refreshed by
 * another worker: its tokens may belong to the same grant at the provider, and a revocation of this refresh's tokens would end them.
 */
final class OvertakenGrants {
    private static final Logger LOG = LoggerFactory.getLogger(OvertakenGrants.class);

    private final Revoker revoker;
    private final SharedAccounts shared;

    OvertakenGrants(Revoker revoker, SharedAccounts shared) {
        this.revoker = revoker;
        this.shared = shared;
    }

    /**
     * Revokes the tokens, unless that would end another connection. A failure changes nothing for the caller.
     *
     * @param refreshed the connection as it was when the provider was asked
     * @param brought what the provider granted
     * @param now the connection as it is; empty if it was removed
     */
    void revoke(Provider provider, Connection refreshed, Credential brought, Optional<Connection> now) {
        if (now.filter(connection -> connection.status().usable()).isPresent()) {
            return;
        }
        try {
            Revoker.Result result =
                    revoker.revoke(provider, refreshed, brought, shared.heldByOthers(provider, refreshed));
            switch (result) {
                case Revoker.Result.Revoked yes -> LOG.info("An overtaken refresh: {}", yes.message());
                case Revoker.Result.NotRevoked no -> LOG.warn("An overtaken refresh: {}", no.message());
            }
        } catch (SdkException unavailable) {
            LOG.warn("What an overtaken refresh brought was not revoked at {}", provider.name(), unavailable);
        }
    }
}
