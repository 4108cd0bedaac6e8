package dev.patchbay.oauth;

import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountLookup;
import dev.patchbay.connection.Authorized;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.OAuthState;
import dev.patchbay.connection.Revoker;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Gives back what was granted to a connect that came to nothing, so that no token lives on of which nobody here knows. The person is told
 * why the connect failed, and nothing of this. Thread-safe.
 */
final class UnusedGrants {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedGrants.class);

    /** A callback has 29 seconds, and a provider ten to answer. */
    private static final Duration LATEST = Duration.ofSeconds(15);

    private final OAuthParts parts;
    private final AccountLookup accounts;
    private final Revoker revoker;

    UnusedGrants(OAuthParts parts) {
        this.parts = parts;
        this.accounts = new AccountLookup(parts.http(), parts.apps());
        this.revoker = new Revoker(parts.http(), parts.apps());
    }

    /**
     * Gives a grant back, unless something else would end with it.
     *
     * @param account whose it is; empty where that was not told
     * @param begun when the callback was
     */
    void giveBack(OAuthState state, TokenSet tokens, Optional<Account> account, Instant begun) {
        Provider provider = parts.catalog().get(state.provider());
        boolean reachesAccount = provider.oauth().revocation().reachesAccount();
        try {
            Optional<Account> whose =
                    reachesAccount && account.isEmpty() && hasTime(begun) ? whose(provider, state, tokens) : account;
            if (!hasTime(begun)) {
                LOG.warn("No time was left to give an unused grant back to {}", provider.name());
                return;
            }
            boolean inUse = reachesAccount
                    ? whose.filter(known -> !isHeld(state, provider, known)).isEmpty()
                    : mayBeInUse(state, account);
            if (!inUse) {
                revoker.revokeUnused(provider, Credential.of(tokens, Optional.empty()), whose)
                        .ifPresent(UnusedGrants::note);
            }
        } catch (SdkException unavailable) {
            LOG.warn("An unused grant was not given back to {}", provider.name(), unavailable);
        }
    }

    private boolean hasTime(Instant begun) {
        return !begun.plus(LATEST).isBefore(parts.clock().instant());
    }

    /** The account is not known of a grant that lacks a permission: the connect was refused before it was asked for. */
    private Optional<Account> whose(Provider provider, OAuthState state, TokenSet tokens) {
        try {
            return Optional.of(accounts.of(provider, new Authorized(tokens, Map.of(), state.redirectUri()))
                    .account());
        } catch (ProviderException untold) {
            LOG.info("It is not known whose an unused grant of {} is", provider.name());
            return Optional.empty();
        }
    }

    /** Whether anything here lives on the account, in any workspace; those of this one also if that is not recorded of them yet. */
    private boolean isHeld(OAuthState state, Provider provider, Account account) {
        return parts.sharedAccounts().held(provider, account)
                || parts.connections().list(state.workspace()).stream()
                        .filter(connection -> connection.status().usable())
                        .filter(connection -> connection.account().id().equals(account.id()))
                        .anyMatch(connection -> parts.catalog()
                                .get(connection.provider())
                                .usesApp(provider.oauth().app()));
    }

    private static void note(Revoker.Result result) {
        switch (result) {
            case Revoker.Result.Revoked yes -> LOG.info("An unused grant: {}", yes.says());
            case Revoker.Result.NotRevoked no -> LOG.warn("An unused grant: {}", no.says());
        }
    }

    /** Some providers know one grant for an account and an app, however often it is given: a connection may live on this one. */
    private boolean mayBeInUse(OAuthState state, Optional<Account> account) {
        return parts.connections().list(state.workspace()).stream()
                .filter(connection -> connection.provider().equals(state.provider()))
                .filter(connection -> connection.status().usable())
                .anyMatch(connection -> account.map(
                                whose -> whose.id().equals(connection.account().id()))
                        .orElse(true));
    }
}
