package dev.patchbay.functions.oauth;

import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.connection.RefusedGrant;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.refresh.RefreshPlan;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Stores a grant until the member who began the connect completes it. The message that ends an uncompleted grant is sent first: if the
 * process crashes after that, the message finds nothing. Until its end the grant holds its account: a disconnect elsewhere does not
 * revoke it. Thread-safe.
 */
public final class Handover {
    /** How long a member has to complete a connect: the page does so at once. */
    static final Duration LIFETIME = Duration.ofMinutes(10);
    /** After the end of the callback, which stores the grant after it sent the message. */
    private static final Duration REVOKED_AFTER = Duration.ofMinutes(1);
    /** After the end of the grant's lifetime by any clock. SQS delays by at most 15 minutes. */
    private static final Duration LOOKED_AT_AFTER = LIFETIME.plusMinutes(1);

    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final Supplier<SqsClient> sqs;
    private final String queueUrl;

    public Handover(OAuthParts parts, PendingGrantStore pending, Supplier<SqsClient> sqs, String queueUrl) {
        this.parts = parts;
        this.pending = pending;
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    /**
     * Stores a grant.
     *
     * @return the handle that completes it
     */
    Secret store(OAuthState state, Provider provider, TokenSet tokens, Set<String> granted, LinkedAccount linked) {
        Secret handle = OneTimeToken.random(parts.random());
        String hash = OneTimeToken.hash(handle.reveal());
        Credential credential = Credential.of(tokens, Optional.empty());
        Instant now = parts.clock().instant();
        announce(state, hash, LOOKED_AT_AFTER);
        Optional<TransactWriteItem> hold = parts.holds()
                .holderNames()
                .pending(provider, linked.account(), state.workspace(), hash)
                .map(holding -> parts.holds().holders().hold(holding, now.plus(LIFETIME)));
        parts.vault().keep(PendingGrant.credentialPlace(state.workspace(), hash), credential.toSecret(), kept -> {
            pending.put(
                    new PendingGrant(
                            hash,
                            agreed(state, provider, tokens, granted, linked, credential, kept, now),
                            state.requester().email(),
                            state.reconnecting().isPresent(),
                            now.plus(LIFETIME),
                            false),
                    hold);
            return kept;
        });
        return handle;
    }

    /**
     * Stores a grant of a refused connect, so that the queue's worker revokes it. Its handle is not given out.
     *
     * @param account the account of the grant; empty if that is not known
     * @param unusable whether it came with a refusal
     */
    void storeUnused(
            OAuthState state, Provider provider, TokenSet tokens, Optional<Account> account, boolean unusable) {
        String hash = OneTimeToken.hash(OneTimeToken.random(parts.random()).reveal());
        Secret credential = Credential.of(tokens, Optional.empty()).toSecret();
        announce(state, hash, REVOKED_AFTER);
        parts.vault().keep(PendingGrant.credentialPlace(state.workspace(), hash), credential, kept -> {
            pending.put(
                    new RefusedGrant(hash, state.workspace(), state.member(), provider.name(), account, unusable, kept),
                    parts.clock().instant());
            return kept;
        });
    }

    private void announce(OAuthState state, String hash, Duration delay) {
        sqs.get()
                .sendMessage(request -> request.queueUrl(queueUrl)
                        .messageBody(new AbandonedMessage(state.workspace(), hash).toJson())
                        .delaySeconds((int) delay.toSeconds()));
    }

    private NewConnection agreed(
            OAuthState state,
            Provider provider,
            TokenSet tokens,
            Set<String> granted,
            LinkedAccount linked,
            Credential credential,
            SealedSecret kept,
            Instant now) {
        return new NewConnection(
                state.workspace(),
                provider.name(),
                linked,
                state.member(),
                new NewAccess(
                        granted,
                        kept,
                        tokens.expiresAt(),
                        Optional.of(Grant.agreed(provider, tokens, now)),
                        new RefreshPlan(parts.random()).first(credential, now, tokens.expiresAt())));
    }
}
