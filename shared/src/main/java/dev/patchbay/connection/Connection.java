package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One workspace's link to one provider account, as it is stored.
 *
 * @param connectedBy the member who agreed
 * @param scopes what was granted
 * @param status its status; {@code statusReason} is the code of the reason (empty without an error), {@code statusSince} the time
 * @param credential sealed; absent once it is disconnected
 * @param tokensExpireAt when the access token ends; absent: not before it is revoked
 * @param grant what is known of the grant's life; absent for an API key
 * @param parameters what later calls need beside the credential, as the catalogue names it, that of the chosen one included
 * @param apiBase where its API is called, if the provider gave it a host of its own
 * @param choices what a person picks one of
 * @param tokensIssuedAt when the access token was granted
 * @param fence grows with every lease and every change of credential or status: a writer that holds an older one
 *     has been overtaken
 * @param lastUsedAt to the minute
 * @param refreshAt when the schedule renews its tokens, or ends what cannot be renewed; absent: never
 * @param refusedSince since when the provider has refused to renew them, or has refused a credential in doubt when asked; absent: it has
 *     not, or was not asked since they were granted
 * @param notBefore until when the provider asks not to be asked again for tokens; absent: it may be asked
 * @param lostScopes permissions that it had and that a refresh came without; empty: none
 * @param holding what records that it holds its account; absent where a revocation reaches one grant only, and for connections that
 *     were made before this was recorded and whose tokens have not been refreshed since
 */
public record Connection(
        WorkspaceId workspace,
        ConnectionId id,
        ProviderId provider,
        Account account,
        MemberId connectedBy,
        Set<String> scopes,
        ConnectionStatus status,
        Optional<String> statusReason,
        Instant statusSince,
        Optional<SealedSecret> credential,
        Optional<Instant> tokensExpireAt,
        Optional<Grant> grant,
        Map<String, String> parameters,
        Optional<URI> apiBase,
        Choices choices,
        Instant tokensIssuedAt,
        long fence,
        Instant connectedAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> refreshAt,
        Optional<Instant> refusedSince,
        Optional<Instant> notBefore,
        Set<String> lostScopes,
        Optional<Holding> holding) {

    /** The reason of a connection in doubt, see {@link #doubted}. */
    static final String DOUBT = "unauthorized";

    /** Whether its provider refused a credential that may be valid: the schedule confirms it. */
    public boolean doubted() {
        return status == ConnectionStatus.ERROR
                && statusReason.filter(DOUBT::equals).isPresent();
    }

    /** Whether the schedule is to renew its tokens. */
    public boolean refreshIsDue(Instant now) {
        return refreshAt.filter(due -> !now.isBefore(due)).isPresent();
    }

    /** Returns when it will expire unless it is renewed; empty if that is unknown, or it has expired. */
    public Optional<GrantForecast> forecast() {
        return grant.flatMap(Grant::forecast).filter(end -> status.usable());
    }

    /** Whether its status is usable, but its grant should have expired by now. */
    public boolean isOver(Instant now) {
        return forecast().filter(end -> !now.isBefore(end.at())).isPresent();
    }

    /** Returns how much longer the provider asked to wait before the next token request; empty if a request may be sent. */
    public Optional<Duration> askedToWait(Instant now) {
        return notBefore.map(end -> Duration.between(now, end)).filter(Duration::isPositive);
    }

    /** Where the credential of a connection is sealed. */
    public static Place credentialPlace(WorkspaceId workspace, ConnectionId id) {
        return new Place(workspace, id.value(), "credential");
    }
}
