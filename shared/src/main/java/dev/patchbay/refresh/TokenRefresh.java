package dev.patchbay.refresh;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.ConnectFacts;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.FailedRefresh;
import dev.patchbay.connection.Holding;
import dev.patchbay.connection.RefreshLease;
import dev.patchbay.connection.RefreshLeases;
import dev.patchbay.connection.RefreshedTokens;
import dev.patchbay.connection.ScopeChange;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Does one refresh under a lease: asks the provider and stores the grant. It waits out outages within the lease, and confirms a
 * refusal once, or for as long as the catalogue says. It never repeats a successful grant. Thread-safe.
 */
final class TokenRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRefresh.class);
    /** A call takes at most 10 s, and its outcome must be stored. */
    static final Duration TIME_FOR_A_GRANT = Duration.ofSeconds(14);

    /** At a refresh these may mean that one tenant revoked the app's rights, which does not affect the other tenants. */
    private static final Set<String> OF_ONE_GRANT = Set.of("unauthorized_client", "invalid_scope");

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration STORE_AGAIN_AFTER = Duration.ofMillis(50);
    /** As a power of two: 3.2 seconds. */
    private static final int LONGEST_STORE_WAIT = 6;

    private static final int ATTEMPTS = 3;
    private static final int REFUSALS = 2;

    /** Whether a person or another action waits for the caller. */
    enum Patience {
        IN_A_HURRY,
        HAS_TIME
    }

    private final ConnectionStore connections;
    private final RefreshLeases leases;
    private final StoredCredentials storedCredentials;
    private final LateGrants lateGrants;
    private final RefreshPlan plan;
    private final OAuthFlow flow;
    private final TokenVault vault;
    private final OvertakenGrants overtaken;
    private final SharedAccounts shared;
    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random;

    TokenRefresh(
            ConnectionStore connections,
            StoredCredentials storedCredentials,
            RefreshPlan plan,
            OAuthFlow flow,
            TokenVault vault,
            OvertakenGrants overtaken,
            SharedAccounts shared,
            Clock clock,
            Pause pause,
            RandomGenerator random) {
        this.connections = connections;
        this.leases = connections.leases();
        this.storedCredentials = storedCredentials;
        this.lateGrants = new LateGrants(connections, shared, clock, pause);
        this.plan = plan;
        this.flow = flow;
        this.vault = vault;
        this.overtaken = overtaken;
        this.shared = shared;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Refreshes.
     *
     * @param patience whether the caller waits out an outage though the old token still lives
     * @param deadline when this worker must be done
     */
    CredentialResult run(
            RefreshLease lease, Provider provider, Secret refreshToken, Patience patience, Instant deadline) {
        Connection connection = lease.connection();
        Optional<Duration> confirmFor = provider.oauth().confirmRefusalFor();
        int refusals = 0;
        boolean answered = true;
        for (int attempt = 1; ; attempt++) {
            OAuthException failure;
            try {
                return stored(lease, provider, granted(connection, provider, refreshToken), refreshToken, deadline);
            } catch (OAuthAppMissingException missing) {
                leases.release(lease);
                LOG.error("The OAuth app of {} is missing", provider.name(), missing);
                return new CredentialResult.AppBroken(provider.title() + ": the OAuth app is not set up");
            } catch (OAuthException e) {
                failure = e;
            }
            if (failure.kind() == OAuthException.Kind.APP && !OF_ONE_GRANT.contains(failure.code())) {
                leases.release(lease);
                LOG.error("The OAuth app of {} is refused: {}", provider.name(), failure.code());
                return new CredentialResult.AppBroken(failure.getMessage());
            }
            boolean refused = failure.kind() == OAuthException.Kind.GRANT;
            answered &= failure.answered();
            refusals += refused ? 1 : 0;
            if (refused && outcomeUnknown(lease, provider, answered)) {
                return ended(connection, ConnectionStatus.EXPIRED, LateGrants.OUTCOME_UNKNOWN);
            }
            boolean confirmed =
                    confirmFor.map(length -> refusedFor(connection, length)).orElse(refusals == REFUSALS);
            if (refused && confirmed) {
                return ended(connection, statusAfterRefusal(connection, provider), failure.code());
            }
            Duration wait = longer(backoff(attempt), failure.retryAfter());
            boolean confirming = refused && confirmFor.isEmpty();
            if (attempt == ATTEMPTS
                    || !worthWaiting(connection, confirming, patience)
                    || !timeAfter(wait, lease, deadline)) {
                return givenUp(lease, failed(failure, answered, refusals > 0), confirming, later(failure));
            }
            pause.of(wait);
        }
    }

    /** Whether a refusal may only mean that a single-use token was spent by a grant whose answer was lost. */
    private static boolean outcomeUnknown(RefreshLease lease, Provider provider, boolean answered) {
        return lease.outcomeUnknown()
                || (!answered && provider.oauth().tokens().refreshTokens() == Auth.RefreshTokens.SINGLE_USE);
    }

    private TokenSet granted(Connection connection, Provider provider, Secret refreshToken) throws OAuthException {
        return flow.refresh(
                provider,
                new GrantStrategy.Renewal(refreshToken, connection.target().parameters()));
    }

    private boolean refusedFor(Connection connection, Duration length) {
        return connection
                .schedule()
                .refusedSince()
                .filter(since -> !clock.instant().isBefore(since.plus(length)))
                .isPresent();
    }

    /** Whether to wait out an outage, or a refusal that may be one: only if there is no other token, or the caller has time. */
    private boolean worthWaiting(Connection connection, boolean confirming, Patience patience) {
        return confirming || patience == Patience.HAS_TIME || !storedCredentials.isValidForAMinute(connection);
    }

    private boolean timeAfter(Duration wait, RefreshLease lease, Instant deadline) {
        Instant end = clock.instant().plus(wait).plus(TIME_FOR_A_GRANT);
        return !end.isAfter(deadline) && !end.isAfter(lease.until());
    }

    private FailedRefresh failed(OAuthException failure, boolean answered, boolean refused) {
        Instant now = clock.instant();
        Optional<Instant> notBefore = failure.retryAfter().map(now::plus);
        Instant planned = plan.again(now);
        return new FailedRefresh(
                failure.code(),
                answered,
                refused,
                notBefore.filter(planned::isBefore).orElse(planned),
                notBefore);
    }

    private static CredentialResult.Later later(OAuthException failure) {
        return new CredentialResult.Later(failure.getMessage(), longer(RETRY_AFTER, failure.retryAfter()));
    }

    private static Duration longer(Duration one, Optional<Duration> other) {
        return other.filter(wait -> wait.compareTo(one) > 0).orElse(one);
    }

    private CredentialResult givenUp(
            RefreshLease lease, FailedRefresh failed, boolean confirming, CredentialResult.Later later) {
        Connection connection = lease.connection();
        if (storedCredentials.isValidForAMinute(connection)) {
            leases.postpone(lease, failed);
            return storedCredentials.open(connection);
        }
        if (confirming) {
            leases.postpone(lease, failed);
            return new CredentialResult.Later("Too little time was left to confirm a refusal", later.after());
        }
        leases.fail(lease, failed);
        return later;
    }

    private CredentialResult stored(
            RefreshLease lease, Provider provider, TokenSet tokens, Secret oldRefreshToken, Instant deadline) {
        Connection connection = lease.connection();
        Credential credential = Credential.of(tokens, Optional.of(oldRefreshToken));
        Supplier<RefreshedTokens> refreshed = () -> refreshed(connection, provider, tokens, credential);
        boolean stored = retryingTheStore(lease, refreshed, shared.missing(provider, connection))
                || (provider.oauth().tokens().refreshTokens() == Auth.RefreshTokens.SINGLE_USE
                        && lateGrants.store(lease, provider, refreshed.get(), deadline));
        Optional<Connection> now = connections.find(connection.workspace(), connection.id());
        if (!stored) {
            overtaken.revoke(provider, connection, credential, now);
        }
        if (now.isEmpty()) {
            return new CredentialResult.Ended(ConnectionStatus.DISCONNECTED);
        }
        if (!stored) {
            return storedCredentials.open(now.get());
        }
        if (!now.get().access().lostScopes().isEmpty()) {
            reportNarrowed(provider, now.get());
        }
        return new CredentialResult.Ready(now.get(), credential);
    }

    /** Reports lost permissions. The tokens and the mark are stored: if the event cannot be written now, the next refresh writes it. */
    private void reportNarrowed(Provider provider, Connection connection) {
        try {
            if (connections.reportNarrowed(
                    connection,
                    ScopeChange.inWords(provider, connection.access().lostScopes()))) {
                LOG.warn(
                        "A refresh came with fewer permissions: {} are missing",
                        connection.access().lostScopes().size());
            }
        } catch (SdkException unavailable) {
            LOG.warn("The loss of permissions could not be reported", unavailable);
        }
    }

    private RefreshedTokens refreshed(
            Connection connection, Provider provider, TokenSet tokens, Credential credential) {
        return new RefreshedTokens(
                vault.seal(Connection.credentialPlace(connection.workspace(), connection.id()), credential.toSecret()),
                tokens.expiresAt(),
                connection.access().grant().map(before -> before.refreshed(provider, tokens, clock.instant())),
                ScopeChange.of(provider, connection, tokens),
                ConnectFacts.ofRefresh(tokens).movedApiBase(provider),
                plan.next(
                        credential,
                        clock.instant(),
                        tokens.expiresAt(),
                        connection.history().lastUsedAt()));
    }

    /** Stores the new token with retries: the grant succeeded and the old token may be spent, so the new one must not be lost. */
    private boolean retryingTheStore(
            RefreshLease lease, Supplier<RefreshedTokens> refreshed, Optional<Holding> toHold) {
        for (int attempt = 1; ; attempt++) {
            try {
                return leases.store(lease, refreshed.get(), toHold);
            } catch (SdkException unavailable) {
                Duration wait = jittered(STORE_AGAIN_AFTER.multipliedBy(1L << Math.min(attempt, LONGEST_STORE_WAIT)));
                if (attempt >= ATTEMPTS && clock.instant().plus(wait).isAfter(lease.until())) {
                    throw unavailable;
                }
                pause.of(wait);
            }
        }
    }

    /** Returns the status of a refused grant: after its forecast end it has expired, before that it was revoked. */
    private ConnectionStatus statusAfterRefusal(Connection connection, Provider provider) {
        return connection.isOver(clock.instant())
                        || provider.oauth().tokens().refreshTokens() == Auth.RefreshTokens.NONE
                ? ConnectionStatus.EXPIRED
                : ConnectionStatus.REVOKED;
    }

    /** Records that the grant has ended, unless another caller renewed it meanwhile: then returns the renewed credential. */
    CredentialResult ended(Connection connection, ConnectionStatus status, String reason) {
        if (connections.end(connection, status, reason)) {
            LOG.warn("Connection ended: {} ({})", status, reason);
            return new CredentialResult.Ended(status);
        }
        return connections
                .find(connection.workspace(), connection.id())
                .map(storedCredentials::open)
                .orElseGet(() -> new CredentialResult.Ended(ConnectionStatus.DISCONNECTED));
    }

    /** 1, 2, 4 seconds, each lengthened by up to a half so that callers do not come back together. */
    private Duration backoff(int attempt) {
        return jittered(Duration.ofSeconds(1L << (attempt - 1)));
    }

    private Duration jittered(Duration length) {
        return length.plusMillis(random.nextLong(Math.max(1, length.toMillis() / 2)));
    }
}
