package dev.patchbay.functions.oauth;

import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Identity;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes grants of which no connection is made, so that no token stays valid that nothing here knows of. A grant that something else
 * uses is left alone. Thread-safe.
 */
final class UnusedGrantRevocation {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedGrantRevocation.class);

    private final OAuthParts parts;
    private final AccountLookup accounts;
    private final Revoker revoker;

    UnusedGrantRevocation(OAuthParts parts) {
        this.parts = parts;
        this.accounts =
                new AccountLookup(parts.providers().http(), parts.providers().apps());
        this.revoker = new Revoker(parts.providers().http(), parts.providers().apps());
    }

    /** The outcome of revoking an unused grant. */
    enum Outcome {
        REVOKED,
        /** It is valid at the provider: something else would end with it, or the provider refused or offers no way. */
        KEPT,
        /** It is valid at the provider, which another attempt may change. */
        RETRY
    }

    /**
     * The account of a grant that was refused before its account was looked up, if a revocation needs it: one that reaches the whole
     * account is made only if no connection holds the account. At most one request to the provider.
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
     * @param account the account of the grant; empty if the provider did not identify it
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
                .map(UnusedGrantRevocation::outcome)
                .orElse(Outcome.KEPT);
    }

    /**
     * Revokes what came with a refusal, or with an answer that is no grant. It may be of another kind than what was asked for, such as the
     * token of Slack's bot, which a whole team shares. So for each provider of the OAuth app whose revocation reaches a whole account, the
     * account is looked up with these tokens; the grant is left alone unless all are found and no connection holds any of them. If the app
     * has no such provider, it is left alone if a connection of the app may use it. One request to the provider, and one for each way to
     * look an account up.
     *
     * @param latest when the last request to the provider may begin; later, the outcome is {@code RETRY}
     * @throws software.amazon.awssdk.core.exception.SdkException if it cannot be read what holds an account
     */
    Outcome revokeUnusable(WorkspaceId workspace, Provider provider, Authorized authorized, Instant latest) {
        List<Provider> reaching = reachingAccounts(provider);
        Optional<Account> account = Optional.empty();
        for (Provider one : reaching) {
            if (isAfter(latest)) {
                return Outcome.RETRY;
            }
            account = account(one, authorized);
            if (account.isEmpty() || isHeld(workspace, one, account.get())) {
                return left(provider);
            }
        }
        if (reaching.isEmpty() && usesApp(workspace, provider.oauth().app())) {
            return left(provider);
        }
        if (isAfter(latest)) {
            return Outcome.RETRY;
        }
        Provider as = reaching.isEmpty() ? provider : reaching.getLast();
        return revoker.revokeUnused(as, Credential.of(authorized.tokens(), Optional.empty()), account)
                .map(UnusedGrantRevocation::outcome)
                .orElse(Outcome.KEPT);
    }

    /** Those of the app whose revocation reaches an account, one for each way to look it up; the provider itself is the last. */
    private List<Provider> reachingAccounts(Provider provider) {
        Map<Identity, Provider> byIdentity = new LinkedHashMap<>();
        parts.providers().catalog().all().stream()
                .filter(other -> other.usesApp(provider.oauth().app()))
                .filter(other -> other.oauth().revocation().reachesAccount())
                .sorted(Comparator.comparing(other -> other.name().equals(provider.name())))
                .forEach(other -> byIdentity.put(other.identity(), other));
        return byIdentity.values().stream()
                .sorted(Comparator.comparing(other -> other.name().equals(provider.name())))
                .toList();
    }

    private static Outcome left(Provider provider) {
        LOG.info("What came with a refusal of {} is left alone: a connection may use it", provider.name());
        return Outcome.KEPT;
    }

    private boolean usesApp(WorkspaceId workspace, String app) {
        return usable(workspace)
                .anyMatch(connection ->
                        parts.providers().catalog().get(connection.provider()).usesApp(app));
    }

    private boolean isAfter(Instant latest) {
        return latest.isBefore(parts.clock().instant());
    }

    private static Outcome outcome(Revoker.Result result) {
        return switch (result) {
            case Revoker.Result.Revoked yes -> {
                LOG.info("An unused grant: {}", yes.message());
                yield Outcome.REVOKED;
            }
            case Revoker.Result.NotRevoked no -> {
                LOG.warn("An unused grant: {}", no.message());
                yield no.retryable() ? Outcome.RETRY : Outcome.KEPT;
            }
        };
    }

    /** Whether anything holds the account, in any workspace; for this one also connections of which that is not recorded yet. */
    private boolean isHeld(WorkspaceId workspace, Provider provider, Account account) {
        return parts.holds().sharedAccounts().held(provider, account)
                || usable(workspace)
                        .filter(connection -> connection.account().id().equals(account.id()))
                        .anyMatch(connection -> parts.providers()
                                .catalog()
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
        return parts.stores().connections().list(workspace).stream()
                .filter(connection -> connection.status().usable());
    }
}
