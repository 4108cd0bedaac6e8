package dev.patchbay.oauth;

import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.OAuthState;
import dev.patchbay.connection.Revoker;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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
    private final Revoker revoker;

    UnusedGrants(OAuthParts parts) {
        this.parts = parts;
        this.revoker = new Revoker(parts.http(), parts.apps());
    }

    /**
     * Gives a grant back, unless something else would end with it.
     *
     * @param account whose it is; empty where that was not told
     * @param begun when the callback was
     */
    void giveBack(OAuthState state, TokenSet tokens, Optional<Account> account, Instant begun) {
        giveBack(state, tokens, begun, () -> mayBeInUse(state, account));
    }

    /**
     * Gives back what came with an answer that is no grant. Whose it is is not known, and it may not be of the kind that was asked for, so
     * a connection of any product of the same OAuth app may live on it.
     */
    void giveBackUnusable(OAuthState state, TokenSet tokens, Instant begun) {
        String app = parts.catalog().get(state.provider()).oauth().app();
        giveBack(state, tokens, begun, () -> usable(state).anyMatch(connection -> isOf(app, connection)));
    }

    private void giveBack(OAuthState state, TokenSet tokens, Instant begun, BooleanSupplier inUse) {
        Provider provider = parts.catalog().get(state.provider());
        if (begun.plus(LATEST).isBefore(parts.clock().instant())) {
            LOG.warn("No time was left to give an unused grant back to {}", provider.name());
            return;
        }
        try {
            if (!inUse.getAsBoolean()) {
                revoker.revokeUnused(provider, Credential.of(tokens, Optional.empty()))
                        .ifPresent(UnusedGrants::note);
            }
        } catch (SdkException unavailable) {
            LOG.warn("An unused grant was not given back to {}", provider.name(), unavailable);
        }
    }

    private static void note(Revoker.Result result) {
        switch (result) {
            case Revoker.Result.Revoked yes -> LOG.info("An unused grant: {}", yes.says());
            case Revoker.Result.NotRevoked no -> LOG.warn("An unused grant: {}", no.says());
        }
    }

    /** Some providers know one grant for an account and an app, however often it is given: a connection may live on this one. */
    private boolean mayBeInUse(OAuthState state, Optional<Account> account) {
        return usable(state)
                .filter(connection -> connection.provider().equals(state.provider()))
                .anyMatch(connection -> account.map(
                                whose -> whose.id().equals(connection.account().id()))
                        .orElse(true));
    }

    private Stream<Connection> usable(OAuthState state) {
        return parts.connections().list(state.workspace()).stream()
                .filter(connection -> connection.status().usable());
    }

    private boolean isOf(String app, Connection connection) {
        return parts.catalog()
                .find(connection.provider().value())
                .filter(provider -> switch (provider.auth()) {
                    case Auth.OAuth2 oauth -> oauth.app().equals(app);
                    case Auth.ApiKey key -> false;
                })
                .isPresent();
    }
}
