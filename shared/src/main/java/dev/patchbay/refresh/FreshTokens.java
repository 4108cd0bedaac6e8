package dev.patchbay.refresh;

import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.TokenRefresh.Patience;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Returns the credential of a connection, and refreshes it first if it is about to expire.
 *
 * <p>At most one caller at a time asks the provider: it holds a lease on the connection (30 seconds, longer than the 10 that a
 * call may take), and the new grant is stored only if no other caller has overtaken it meanwhile. The others wait for its result, or
 * use the old token while it is valid. A successful grant is never repeated; only storing it is. A connection ends when
 * the provider has refused its grant twice, or for as long as the catalogue asks ({@code confirmFor}). Thread-safe.
 */
public final class FreshTokens {
    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofMillis(400);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(12);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final RefreshPlan plan;
    private final StoredCredentials stored;
    private final TokenRefresh refresh;
    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random;
    private final Optional<AppBreakers> breakers;

    /**
     * Creates an instance without breakers: for the schedule, which checks them before it asks.
     *
     * @param revoker revokes what was granted for a connection that was removed meanwhile
     * @param shared says what it must not revoke
     */
    public FreshTokens(
            ConnectionStore connections,
            ProviderCatalog catalog,
            OAuthFlow flow,
            TokenVault vault,
            Revoker revoker,
            SharedAccounts shared,
            Clock clock,
            Pause pause,
            RandomGenerator random) {
        this(connections, catalog, flow, vault, revoker, shared, clock, pause, random, Optional.empty());
    }

    /**
     * Creates an instance for workers.
     *
     * @param breakers checked by {@link #of} and {@link #renewed}, so that not every worker asks with a refused app
     */
    public FreshTokens(
            ConnectionStore connections,
            ProviderCatalog catalog,
            OAuthFlow flow,
            TokenVault vault,
            Revoker revoker,
            SharedAccounts shared,
            Clock clock,
            Pause pause,
            RandomGenerator random,
            Optional<AppBreakers> breakers) {
        this.breakers = breakers;
        this.connections = connections;
        this.catalog = catalog;
        this.plan = new RefreshPlan(random);
        this.stored = new StoredCredentials(vault, clock);
        this.refresh = new TokenRefresh(
                connections,
                stored,
                plan,
                flow,
                vault,
                new OvertakenGrants(revoker, shared),
                shared,
                clock,
                pause,
                random);
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Returns the credential of a connection, refreshed if it expires within the margin.
     *
     * @param connection as just read with a consistent read
     * @param remaining how long the caller may still run
     */
    public CredentialResult of(Connection connection, Duration remaining) {
        return plan.due(connection, clock.instant())
                ? refreshed(connection, Patience.IN_A_HURRY, remaining)
                : stored.open(connection);
    }

    /** Refreshes before the token expires: the provider has just refused the token of this connection. */
    public CredentialResult renewed(Connection refused, Duration remaining) {
        Optional<Connection> now = connections.find(refused.workspace(), refused.id());
        if (now.isEmpty()) {
            return new CredentialResult.Ended(ConnectionStatus.DISCONNECTED);
        }
        boolean renewedMeanwhile = !now.get().credential().equals(refused.credential());
        if (renewedMeanwhile) {
            return stored.open(now.get());
        }
        CredentialResult result = refreshed(now.get(), Patience.IN_A_HURRY, remaining);
        // The refused token has not expired by the clock, but the provider has just refused it.
        return result instanceof CredentialResult.Ready ready
                        && ready.connection().credential().equals(refused.credential())
                ? new CredentialResult.Later("The refused token could not be renewed yet", RETRY_AFTER)
                : result;
    }

    /** Returns the stored credential as it is, whether or not it is about to expire. */
    CredentialResult stored(Connection connection) {
        return stored.open(connection);
    }

    /**
     * Marks a connection as in doubt if the provider refused a credential that cannot be refreshed or was refreshed just before. The
     * schedule confirms that the credential is refused ({@link CredentialCheck}). At most one request.
     *
     * @return whether this call did so
     */
    public boolean refused(Connection connection) {
        return connections.doubts().raise(connection);
    }

    /** Ends the doubt, if there is one: the provider has just accepted the credential. At most one request. */
    public void accepted(CredentialResult.Ready ready) {
        Connection connection = ready.connection();
        connections
                .doubts()
                .clear(
                        connection,
                        plan.next(
                                ready.credential(),
                                connection.access().tokensIssuedAt(),
                                connection.access().tokensExpireAt(),
                                Optional.of(clock.instant())));
    }

    /** Ends a connection whose credential cannot be refreshed and was refused for long enough. */
    CredentialResult revoked(Connection connection, Credential credential) {
        return refresh.ended(
                connection,
                ConnectionStatus.REVOKED,
                switch (credential) {
                    case Credential.OAuthTokens tokens -> "grant_ended";
                    case Credential.ApiKey key -> "key_refused";
                });
    }

    /**
     * Refreshes for the schedule, before a caller needs the token: waits out an outage, though the old token is still valid.
     *
     * @param connection as just read with a consistent read
     */
    public CredentialResult scheduled(Connection connection, Duration remaining) {
        return refreshed(connection, Patience.HAS_TIME, remaining);
    }

    private CredentialResult refreshed(Connection connection, Patience patience, Duration remaining) {
        if (!(stored.open(connection) instanceof CredentialResult.Ready ready)) {
            return new CredentialResult.Ended(connection.status());
        }
        return switch (ready.credential()) {
            case Credential.ApiKey key -> ready;
            case Credential.OAuthTokens tokens ->
                tokens.refreshToken()
                        .map(refreshToken -> underLease(connection, refreshToken, patience, remaining))
                        .orElseGet(() -> withoutRefreshToken(ready));
        };
    }

    private CredentialResult withoutRefreshToken(CredentialResult.Ready ready) {
        boolean past = ready.connection()
                .access()
                .tokensExpireAt()
                .filter(end -> !clock.instant().isBefore(end))
                .isPresent();
        return past ? refresh.ended(ready.connection(), ConnectionStatus.EXPIRED, "grant_ended") : ready;
    }

    private CredentialResult underLease(
            Connection connection, Secret refreshToken, Patience patience, Duration remaining) {
        if (remaining.compareTo(TokenRefresh.TIME_FOR_A_GRANT) < 0) {
            return stored.openOrLater(connection, "Too little time was left for a refresh");
        }
        Provider provider = catalog.get(connection.provider());
        Optional<Duration> asked = connection.schedule().askedToWait(clock.instant());
        if (asked.isPresent()) {
            return stored.openOrLater(connection, provider.title() + " asks to wait", asked.get());
        }
        return breakers.filter(guard -> patience == Patience.IN_A_HURRY)
                .map(guard -> guarded(
                        guard,
                        connection,
                        provider,
                        () -> leased(connection, provider, refreshToken, patience, remaining)))
                .orElseGet(() -> leased(connection, provider, refreshToken, patience, remaining));
    }

    /** Sends no requests while the provider refuses the app, and shares the outcome with the other workers. */
    private CredentialResult guarded(
            AppBreakers guard, Connection connection, Provider provider, Supplier<CredentialResult> asking) {
        String app = provider.oauth().app();
        AppBreakers.State state = guard.forWorker(app);
        if (state == AppBreakers.State.OPEN) {
            return withoutTheApp(connection, provider.title() + " does not accept Patchbay's OAuth app");
        }
        CredentialResult result = asking.get();
        if (result instanceof CredentialResult.AppBroken broken) {
            guard.open(app, broken.reason());
            return withoutTheApp(connection, broken.reason());
        }
        // A provider that renews or refuses a grant has accepted the app.
        if (state == AppBreakers.State.TRIAL
                && (result instanceof CredentialResult.Ended || isRenewed(connection, result))) {
            guard.close(app);
        }
        return result;
    }

    private static boolean isRenewed(Connection before, CredentialResult result) {
        return result instanceof CredentialResult.Ready ready
                && !ready.connection().credential().equals(before.credential());
    }

    /** Uses the old token while it is valid. */
    private CredentialResult withoutTheApp(Connection connection, String reason) {
        return stored.openOrLater(connection, reason) instanceof CredentialResult.Ready alive
                ? alive
                : new CredentialResult.AppBroken(reason);
    }

    private CredentialResult leased(
            Connection connection, Provider provider, Secret refreshToken, Patience patience, Duration remaining) {
        boolean singleUse = provider.oauth().tokens().refreshTokens() == Auth.RefreshTokens.SINGLE_USE;
        Instant deadline = clock.instant().plus(remaining);
        return connections
                .leases()
                .take(connection, singleUse)
                .map(lease -> refresh.run(lease, provider, refreshToken, patience, deadline))
                .orElseGet(() -> awaitOther(connection));
    }

    private CredentialResult awaitOther(Connection before) {
        Instant giveUp = clock.instant().plus(LONGEST_WAIT);
        Duration poll = FIRST_POLL;
        while (clock.instant().isBefore(giveUp)) {
            pause.of(jittered(poll));
            poll = poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : LONGEST_POLL;
            Optional<Connection> now = connections.find(before.workspace(), before.id());
            if (now.isEmpty()) {
                return new CredentialResult.Ended(ConnectionStatus.DISCONNECTED);
            }
            if (!now.get().status().usable()) {
                return new CredentialResult.Ended(now.get().status());
            }
            if (!now.get().credential().equals(before.credential())) {
                return stored.open(now.get());
            }
        }
        return stored.openOrLater(before, "Another refresh of this connection is under way");
    }

    private Duration jittered(Duration length) {
        return length.plusMillis(random.nextLong(Math.max(1, length.toMillis() / 2)));
    }
}
