package dev.patchbay.oauth;

import dev.patchbay.connection.Account;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Revoker;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes grants that no connection uses, so that no token stays valid that nobody here can use. The one place that decides whether such a
 * grant is revoked. Thread-safe.
 */
final class UnusedGrants {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedGrants.class);

    private final OAuthParts parts;
    private final Revoker revoker;

    UnusedGrants(OAuthParts parts) {
        this.parts = parts;
        this.revoker = new Revoker(parts.http(), parts.apps());
    }

    /** What became of an unused grant. */
    enum Outcome {
        REVOKED,
        /** It is valid at the provider: something else would end with it, or the provider refused or offers no way. */
        KEPT,
        /** It is valid at the provider, which another attempt may change. */
        RETRY
    }

    /**
     * Revokes a grant, unless something else would end with it. At most one request to the provider.
     *
     * @param account whose it is; empty if the provider did not identify it
     * @throws software.amazon.awssdk.core.exception.SdkException if the workspace's connections cannot be read
     */
    Outcome revoke(WorkspaceId workspace, Provider provider, Credential credential, Optional<Account> account) {
        if (mayBeInUse(workspace, provider.name(), account)) {
            LOG.info("An unused grant of {} is left alone: a connection may use it", provider.name());
            return Outcome.KEPT;
        }
        Optional<Revoker.Result> result = revoker.revokeUnused(provider, credential);
        return result.map(UnusedGrants::outcome).orElse(Outcome.KEPT);
    }

    private static Outcome outcome(Revoker.Result result) {
        return switch (result) {
            case Revoker.Result.Revoked yes -> {
                LOG.info("An unused grant: {}", yes.says());
                yield Outcome.REVOKED;
            }
            case Revoker.Result.NotRevoked no -> {
                LOG.warn("An unused grant: {}", no.says());
                yield no.retryable() ? Outcome.RETRY : Outcome.KEPT;
            }
        };
    }

    /** Some providers know one grant for an account and an app, however often it is given: a connection may use this one. */
    private boolean mayBeInUse(WorkspaceId workspace, ProviderId provider, Optional<Account> account) {
        return parts.connections().list(workspace).stream()
                .filter(connection -> connection.provider().equals(provider))
                .filter(connection -> connection.status().usable())
                .anyMatch(connection -> account.map(
                                whose -> whose.id().equals(connection.account().id()))
                        .orElse(true));
    }
}
