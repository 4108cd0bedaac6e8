package dev.patchbay.oauth;

import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountLookup;
import dev.patchbay.connection.Authorized;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Revoker;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Revokes grants of which no connection is made, so that no token stays valid that nothing here knows of. A grant that something else
 * uses is left alone. Thread-safe.
 */
final class UnusedGrants {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedGrants.class);

    private final OAuthParts parts;
    private final AccountLookup accounts;
    private final Revoker revoker;

    UnusedGrants(OAuthParts parts) {
        this.parts = parts;
        this.accounts = new AccountLookup(parts.http(), parts.apps());
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
     * The account of a grant that was refused before its account was looked up, if a revocation needs it: one that reaches the whole
     * account is made only if nobody holds the account. At most one request to the provider.
     */
    Optional<Account> account(Provider provider, Authorized authorized) {
        if (!provider.oauth().revocation().reachesAccount()) {
            return Optional.empty();
        }
        try {
            return Optional.of(accounts.of(provider, authorized).account());
        } catch (ProviderException unidentified) {
            LOG.info("The account of an unused grant of {} is not known", provider.name());
            return Optional.empty();
        }
    }

    /**
     * Revokes a grant, unless something else would end with it. At most one request to the provider.
     *
     * @param account whose it is; empty if the provider did not identify it
     * @throws software.amazon.awssdk.core.exception.SdkException if it cannot be read what holds the account
     */
    Outcome revoke(WorkspaceId workspace, Provider provider, Credential credential, Optional<Account> account) {
        boolean inUse = provider.oauth().revocation().reachesAccount()
                ? account.isEmpty() || isHeld(workspace, provider, account.get())
                : mayBeInUse(workspace, provider, account);
        if (inUse) {
            LOG.info("An unused grant of {} is left alone: a connection may use it", provider.name());
            return Outcome.KEPT;
        }
        return revoker.revokeUnused(provider, credential, account)
                .map(UnusedGrants::outcome)
                .orElse(Outcome.KEPT);
    }

    /**
     * Revokes what came with an answer that is no grant. It may be of another kind than what was asked for, such as the token of Slack's
     * bot, which a whole team shares. So if the OAuth app has a provider whose revocation reaches a whole account, it is revoked as that
     * provider's; else it is left alone if a connection of the app may use it. At most two requests to the provider.
     */
    void revokeUnusable(WorkspaceId workspace, Provider provider, Authorized authorized) {
        String app = provider.oauth().app();
        Credential credential = Credential.of(authorized.tokens(), Optional.empty());
        try {
            Optional<Provider> shared = parts.catalog().all().stream()
                    .filter(other -> other.usesApp(app))
                    .filter(other -> other.oauth().revocation().reachesAccount())
                    .min(Comparator.comparing(other -> !other.name().equals(provider.name())));
            if (shared.isPresent()) {
                Outcome outcome = revoke(workspace, shared.get(), credential, account(shared.get(), authorized));
                LOG.info("What came with an unusable answer of {}: {}", provider.name(), outcome);
            } else if (usable(workspace)
                    .noneMatch(connection ->
                            parts.catalog().get(connection.provider()).usesApp(app))) {
                revoker.revokeUnused(provider, credential, Optional.empty())
                        .ifPresent(result -> LOG.info(
                                "What came with an unusable answer of {}: {}", provider.name(), result.says()));
            }
        } catch (SdkException unavailable) {
            LOG.warn("What came with an unusable answer was not revoked at {}", provider.name(), unavailable);
        }
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

    /** Whether anything holds the account, in any workspace; for this one also connections of which that is not recorded yet. */
    private boolean isHeld(WorkspaceId workspace, Provider provider, Account account) {
        return parts.sharedAccounts().held(provider, account)
                || usable(workspace)
                        .filter(connection -> connection.account().id().equals(account.id()))
                        .anyMatch(connection -> parts.catalog()
                                .get(connection.provider())
                                .usesApp(provider.oauth().app()));
    }

    /** Some providers know one grant for an account and an app, however often it is given: a connection may use this one. */
    private boolean mayBeInUse(WorkspaceId workspace, Provider provider, Optional<Account> account) {
        return usable(workspace)
                .filter(connection -> connection.provider().equals(provider.name()))
                .anyMatch(connection -> account.map(
                                whose -> whose.id().equals(connection.account().id()))
                        .orElse(true));
    }

    private Stream<Connection> usable(WorkspaceId workspace) {
        return parts.connections().list(workspace).stream()
                .filter(connection -> connection.status().usable());
    }
}
