package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.connection.RefusedGrant;
import dev.patchbay.functions.oauth.UnusedGrantRevocation.Outcome;
import dev.patchbay.vault.VaultException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Ends pending grants for good: first none can complete them, then they are revoked, and when that is done or cannot be done they are
 * deleted. If the process crashes in between, or the provider is unavailable, the credential is still there to revoke later. Thread-safe.
 */
public final class PendingGrantEnd {
    private static final Logger LOG = LoggerFactory.getLogger(PendingGrantEnd.class);

    /** When the last request to a provider may begin: one grant must not take the time of a batch. */
    private static final Duration LATEST = Duration.ofSeconds(5);

    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final UnusedGrantRevocation unused;

    public PendingGrantEnd(OAuthParts parts, PendingGrantStore pending) {
        this.parts = parts;
        this.pending = pending;
        this.unused = new UnusedGrantRevocation(parts);
    }

    /**
     * Ends a grant. Two or three requests.
     *
     * @return the outcome; empty if it was completed or deleted meanwhile
     */
    Optional<Outcome> end(PendingGrant grant) {
        if (!pending.end(grant, release(grant))) {
            return Optional.empty();
        }
        NewConnection agreed = grant.agreed();
        return Optional.of(end(new RefusedGrant(
                grant.handleHash(),
                grant.workspace(),
                grant.member(),
                agreed.provider(),
                Optional.of(agreed.account()),
                false,
                agreed.access().credential())));
    }

    /** Ends a grant that could never be completed. Two requests. If its account is not known, only this grant may be revoked. */
    Outcome end(RefusedGrant grant) {
        Outcome outcome = revoked(grant);
        if (outcome != Outcome.RETRY) {
            pending.delete(grant);
        }
        return outcome;
    }

    /** An account is released before it is asked whether others hold it. */
    private Optional<TransactWriteItem> release(PendingGrant grant) {
        return parts.providers()
                .catalog()
                .find(grant.agreed().provider().value())
                .flatMap(provider -> parts.holds()
                        .holderNames()
                        .pending(provider, grant.agreed().account(), grant.workspace(), grant.handleHash()))
                .map(parts.holds().holders()::release);
    }

    private Outcome revoked(RefusedGrant grant) {
        Optional<Provider> provider =
                parts.providers().catalog().find(grant.provider().value());
        Optional<Credential> credential = opened(grant);
        if (provider.isEmpty() || credential.isEmpty()) {
            LOG.warn("A pending grant of {} cannot be revoked", grant.provider());
            return Outcome.KEPT;
        }
        if (grant.unusable() && credential.get() instanceof Credential.OAuthTokens tokens) {
            return unused.revokeUnusable(
                    grant.workspace(),
                    provider.get(),
                    Authorized.of(tokens),
                    parts.clock().instant().plus(LATEST));
        }
        return unused.revoke(grant.workspace(), provider.get(), credential.get(), grant.account());
    }

    private Optional<Credential> opened(RefusedGrant grant) {
        try {
            return Optional.of(Credential.of(parts.vault()
                    .open(PendingGrant.credentialPlace(grant.workspace(), grant.handleHash()), grant.credential())));
        } catch (VaultException lost) {
            LOG.warn("The credential of a pending grant cannot be opened", LoggedFault.of(lost));
            return Optional.empty();
        }
    }
}
