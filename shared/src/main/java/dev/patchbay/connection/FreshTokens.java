package dev.patchbay.connection;

import dev.patchbay.aws.Pause;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.OAuthException;
import dev.patchbay.provider.OAuthFlow;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.TokenGrants;
import dev.patchbay.provider.TokenSet;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Gives the credential of a connection, refreshed first when it is about to end.
 *
 * <p>At most one caller at a time asks the provider: it holds a lease on the connection (30 seconds, longer than the 10 that a
 * call may take), and what it was granted is stored only if nobody has overtaken it meanwhile. The others wait for its result, or
 * go on with the old token while that lives. A grant is never repeated after it succeeded; only storing it is. A connection ends when
 * the provider has refused its grant twice. Thread-safe.
 */
public final class FreshTokens {
    private static final Logger LOG = LoggerFactory.getLogger(FreshTokens.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(15);
    private static final Duration ENOUGH_LEFT = Duration.ofSeconds(60);
    private static final Duration TIME_FOR_A_GRANT = Duration.ofSeconds(14);
    private static final Duration BEFORE_CONFIRMING = Duration.ofSeconds(2);
    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofMillis(400);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(12);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int STORE_ATTEMPTS = 3;

    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final OAuthFlow flow;
    private final TokenVault vault;
    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random;

    public FreshTokens(
            ConnectionStore connections,
            ProviderCatalog catalog,
            OAuthFlow flow,
            TokenVault vault,
            Clock clock,
            Pause pause,
            RandomGenerator random) {
        this.connections = connections;
        this.catalog = catalog;
        this.flow = flow;
        this.vault = vault;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /** What became of asking for a credential. */
    public sealed interface Result {
        /** It is good to use now. */
        record Ready(Connection connection, Credential credential) implements Result {}

        /** Not now: ask again after a while. Nobody has to do anything. */
        record Later(String reason, Duration after) implements Result {}

        /** The grant is dead; a person has to reconnect. */
        record Ended(ConnectionStatus status) implements Result {}

        /** The OAuth app is not set up as the provider wants it: the operator's trouble. */
        record AppBroken(String reason) implements Result {}
    }

    /**
     * The credential of a connection, refreshed if it ends within the margin.
     *
     * @param connection as just read with a consistent read
     * @param remaining how long the caller may still run
     */
    public Result of(Connection connection, Duration remaining) {
        return due(connection) ? refreshed(connection, remaining) : opened(connection);
    }

    /** A refresh that is not due by the clock: the provider has just refused the token of this connection. */
    public Result renewed(Connection refused, Duration remaining) {
        Optional<Connection> now = connections.find(refused.workspace(), refused.id());
        if (now.isEmpty()) {
            return new Result.Ended(ConnectionStatus.DISCONNECTED);
        }
        boolean renewedMeanwhile = !now.get().credential().equals(refused.credential());
        if (renewedMeanwhile) {
            return opened(now.get());
        }
        Result result = refreshed(now.get(), remaining);
        return result instanceof Result.Ready ready
                        && ready.connection().credential().equals(refused.credential())
                ? notAgain(ready)
                : result;
    }

    /** By the clock the refused token still lives; to hand it out again would end the connection for what may be an outage. */
    private Result notAgain(Result.Ready refused) {
        return switch (refused.credential()) {
            case Credential.OAuthTokens tokens ->
                tokens.refreshToken().isPresent()
                        ? new Result.Later("The refused token could not be renewed yet", RETRY_AFTER)
                        : ended(refused.connection(), ConnectionStatus.REVOKED, "grant_ended");
            case Credential.ApiKey key -> ended(refused.connection(), ConnectionStatus.REVOKED, "key_refused");
        };
    }

    private boolean due(Connection connection) {
        return connection
                .tokensExpireAt()
                .filter(end -> !clock.instant().isBefore(end.minus(margin(connection, end))))
                .isPresent();
    }

    /** A quarter of the token's life, at most 15 minutes, less up to a tenth so that connections do not fall due together. */
    private Duration margin(Connection connection, Instant end) {
        Duration quarter = Duration.between(connection.tokensIssuedAt(), end).dividedBy(4);
        Duration margin = quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
        return margin.minusMillis(random.nextLong(Math.max(1, margin.toMillis() / 10)));
    }

    private Result opened(Connection connection) {
        return connection
                .credential()
                .<Result>map(stored -> new Result.Ready(connection, open(connection, stored)))
                .orElseGet(() -> new Result.Ended(connection.status()));
    }

    private Credential open(Connection connection, SealedSecret sealed) {
        return Credential.of(vault.open(Connection.credentialPlace(connection.workspace(), connection.id()), sealed));
    }

    private Result refreshed(Connection connection, Duration remaining) {
        if (!(opened(connection) instanceof Result.Ready ready)) {
            return new Result.Ended(connection.status());
        }
        return switch (ready.credential()) {
            case Credential.ApiKey key -> ended(connection, ConnectionStatus.REVOKED, "key_refused");
            case Credential.OAuthTokens tokens ->
                tokens.refreshToken()
                        .map(refreshToken -> underLease(connection, refreshToken, remaining))
                        .orElseGet(() -> withoutRefreshToken(ready));
        };
    }

    private Result withoutRefreshToken(Result.Ready ready) {
        boolean alive = ready.connection()
                .tokensExpireAt()
                .filter(end -> clock.instant().isBefore(end))
                .isPresent();
        return alive && due(ready.connection())
                ? ready
                : ended(ready.connection(), endStatus(ready.connection()), "grant_ended");
    }

    private ConnectionStatus endStatus(Connection connection) {
        boolean past = connection
                .tokensExpireAt()
                .filter(end -> !clock.instant().isBefore(end))
                .isPresent();
        return past ? ConnectionStatus.EXPIRED : ConnectionStatus.REVOKED;
    }

    private Result underLease(Connection connection, Secret refreshToken, Duration remaining) {
        if (remaining.compareTo(TIME_FOR_A_GRANT) < 0) {
            return oldOrLater(connection, "Too little time was left for a refresh");
        }
        Optional<Connection> leased = connections.lease(connection, LEASE);
        if (leased.isEmpty()) {
            return awaitOther(connection);
        }
        Provider provider = catalog.get(connection.provider());
        Instant deadline = clock.instant().plus(remaining);
        try {
            return store(leased.get(), granted(leased.get(), provider, refreshToken), refreshToken);
        } catch (OAuthException refused) {
            return refused.kind() == OAuthException.Kind.GRANT
                    ? confirmed(leased.get(), provider, refreshToken, deadline)
                    : afterRefusal(leased.get(), provider, refused);
        }
    }

    /** Providers in trouble have refused good grants: one is asked a second time before a person has to reconnect. */
    private Result confirmed(Connection leased, Provider provider, Secret refreshToken, Instant deadline) {
        pause.of(jittered(BEFORE_CONFIRMING));
        if (Duration.between(clock.instant(), deadline).compareTo(TIME_FOR_A_GRANT) < 0) {
            connections.release(leased);
            return oldOrLater(leased, "Too little time was left to confirm a refusal");
        }
        try {
            return store(leased, granted(leased, provider, refreshToken), refreshToken);
        } catch (OAuthException refused) {
            return afterRefusal(leased, provider, refused);
        }
    }

    private TokenSet granted(Connection leased, Provider provider, Secret refreshToken) throws OAuthException {
        return flow.refresh(provider, new TokenGrants.Renewal(refreshToken, leased.parameters()));
    }

    private Result store(Connection leased, TokenSet tokens, Secret oldRefreshToken) {
        Credential credential = Credential.of(tokens, Optional.of(oldRefreshToken));
        RefreshedTokens refreshed = new RefreshedTokens(
                vault.seal(Connection.credentialPlace(leased.workspace(), leased.id()), credential.toSecret()),
                tokens.expiresAt(),
                tokens.grantExpiresAt());
        boolean stored = retryingTheStore(leased, refreshed);
        Optional<Connection> now = connections.find(leased.workspace(), leased.id());
        if (now.isEmpty()) {
            return new Result.Ended(ConnectionStatus.DISCONNECTED);
        }
        return stored ? new Result.Ready(now.get(), credential) : opened(now.get());
    }

    /** The grant has been given and the old token may be dead: what must not be lost now is the new one. */
    private boolean retryingTheStore(Connection leased, RefreshedTokens refreshed) {
        for (int attempt = 1; ; attempt++) {
            try {
                return connections.storeRefreshed(leased, refreshed);
            } catch (SdkException unavailable) {
                if (attempt == STORE_ATTEMPTS) {
                    throw unavailable;
                }
                pause.of(jittered(FIRST_POLL.multipliedBy(attempt)));
            }
        }
    }

    private Result afterRefusal(Connection leased, Provider provider, OAuthException refused) {
        return switch (refused.kind()) {
            case TRANSIENT -> {
                connections.release(leased);
                yield oldOrLater(leased, refused.getMessage());
            }
            case APP -> {
                connections.release(leased);
                LOG.error("The OAuth app of {} is refused: {}", provider.name(), refused.code());
                yield new Result.AppBroken(refused.getMessage());
            }
            case GRANT -> ended(leased, lost(provider), refused.code());
        };
    }

    private static ConnectionStatus lost(Provider provider) {
        return provider.oauth().refreshTokens() == Auth.RefreshTokens.NONE
                ? ConnectionStatus.EXPIRED
                : ConnectionStatus.REVOKED;
    }

    /** Says that the grant is dead, unless somebody renewed it meanwhile: then theirs is taken. */
    private Result ended(Connection connection, ConnectionStatus status, String reason) {
        if (connections.end(connection, status, reason)) {
            LOG.warn("Connection ended: {} ({})", status, reason);
            return new Result.Ended(status);
        }
        return connections
                .find(connection.workspace(), connection.id())
                .map(now -> now.status().usable() ? opened(now) : new Result.Ended(now.status()))
                .orElseGet(() -> new Result.Ended(ConnectionStatus.DISCONNECTED));
    }

    private Result awaitOther(Connection before) {
        Instant giveUp = clock.instant().plus(LONGEST_WAIT);
        Duration poll = FIRST_POLL;
        while (clock.instant().isBefore(giveUp)) {
            pause.of(jittered(poll));
            poll = poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? poll.multipliedBy(2) : LONGEST_POLL;
            Optional<Connection> now = connections.find(before.workspace(), before.id());
            if (now.isEmpty()) {
                return new Result.Ended(ConnectionStatus.DISCONNECTED);
            }
            if (!now.get().status().usable()) {
                return new Result.Ended(now.get().status());
            }
            if (!now.get().credential().equals(before.credential())) {
                return opened(now.get());
            }
        }
        return oldOrLater(before, "Another refresh of this connection is under way");
    }

    private Result oldOrLater(Connection connection, String reason) {
        boolean enough = connection
                .tokensExpireAt()
                .filter(end -> clock.instant().plus(ENOUGH_LEFT).isBefore(end))
                .isPresent();
        return enough ? opened(connection) : new Result.Later(reason, RETRY_AFTER);
    }

    private Duration jittered(Duration length) {
        return length.plusMillis(random.nextLong(Math.max(1, length.toMillis() / 2)));
    }
}
