package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Credential;
import dev.patchbay.functions.oauth.UnusedGrantRevocation.Outcome;
import dev.patchbay.oauth.TokenSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes what a provider granted to a connect that is refused. If there is no time left for it, if the provider is unavailable, or if it
 * fails, the grant is stored for the queue's worker, which revokes it. Thread-safe.
 */
final class RefusedConnects {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedConnects.class);

    private final OAuthParts parts;
    private final Handover handover;
    private final UnusedGrantRevocation unused;

    RefusedConnects(OAuthParts parts, Handover handover) {
        this.parts = parts;
        this.handover = handover;
        this.unused = new UnusedGrantRevocation(parts);
    }

    /**
     * Revokes a grant, now or later. It does not throw: the answer says why the connect failed, and nothing about the revocation.
     *
     * @param known the account of the grant; empty if the connect was refused before the account was looked up
     * @param latest when the last request to the provider may begin
     */
    void revoke(OAuthState state, Provider provider, TokenSet tokens, Optional<Account> known, Instant latest) {
        Optional<Account> account = known;
        Outcome outcome = Outcome.RETRY;
        try {
            if (account.isEmpty() && hasTime(latest)) {
                account = unused.account(
                        provider,
                        new Authorized(tokens, Map.of(), state.exchange().redirectUri()));
            }
            if (hasTime(latest)) {
                outcome = unused.revoke(state.workspace(), provider, Credential.of(tokens, Optional.empty()), account);
            }
        } catch (RuntimeException fault) {
            LOG.warn("A refused grant of {} was not revoked yet", provider.name(), LoggedFault.of(fault));
        }
        if (outcome == Outcome.RETRY) {
            later(state, provider, tokens, account, false);
        }
    }

    /** Revokes what came with a refusal, now or later. It does not throw either. */
    void revokeUnusable(OAuthState state, Provider provider, TokenSet tokens, Instant latest) {
        Outcome outcome = Outcome.RETRY;
        try {
            Authorized authorized =
                    new Authorized(tokens, Map.of(), state.exchange().redirectUri());
            outcome = unused.revokeUnusable(state.workspace(), provider, authorized, latest);
        } catch (RuntimeException fault) {
            LOG.warn("What came with a refusal of {} was not revoked yet", provider.name(), LoggedFault.of(fault));
        }
        if (outcome == Outcome.RETRY) {
            later(state, provider, tokens, Optional.empty(), true);
        }
    }

    private void later(
            OAuthState state, Provider provider, TokenSet tokens, Optional<Account> account, boolean unusable) {
        try {
            handover.storeUnused(state, provider, tokens, account, unusable);
            LOG.info("A refused grant of {} is stored to be revoked later", provider.name());
        } catch (RuntimeException fault) {
            LOG.error(
                    "A refused grant of {} is neither revoked nor stored: it lives at the provider",
                    provider.name(),
                    LoggedFault.of(fault));
        }
    }

    private boolean hasTime(Instant latest) {
        return !latest.isBefore(parts.clock().instant());
    }
}
