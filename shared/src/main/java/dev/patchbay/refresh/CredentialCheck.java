package dev.patchbay.refresh;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Confirms, for a connection in doubt, that its provider refuses the credential: by the catalogue's identity call, whether or not
 * the connection is used. A credential that can be refreshed is refreshed, and ends only by the token endpoint's refusal. Any other
 * ends after two refusals that are at least five minutes apart. An answer that neither accepts nor refuses the
 * credential does not count. Thread-safe.
 */
public final class CredentialCheck {
    private static final Duration APART = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final ConnectionStore connections;
    private final FreshTokens freshTokens;
    private final AccountLookup accounts;
    private final Clock clock;

    public CredentialCheck(ConnectionStore connections, FreshTokens freshTokens, AccountLookup accounts, Clock clock) {
        this.connections = connections;
        this.freshTokens = freshTokens;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Checks a connection in doubt.
     *
     * @param connection as just read with a consistent read
     * @param remaining how long the caller may still run
     */
    public CredentialResult of(Connection connection, Provider provider, Duration remaining) {
        Instant end = clock.instant().plus(remaining);
        CredentialResult opened = freshTokens.stored(connection);
        if (!(opened instanceof CredentialResult.Ready ready)) {
            return opened;
        }
        return switch (asked(ready, provider)) {
            case ACCEPTED -> accepted(ready);
            case REFUSED ->
                ready.credential().refreshable()
                        ? refreshed(connection, provider, Duration.between(clock.instant(), end))
                        : refused(ready);
            case UNKNOWN -> postponed(connection);
        };
    }

    private enum Answer {
        ACCEPTED,
        REFUSED,
        UNKNOWN
    }

    private Answer asked(CredentialResult.Ready ready, Provider provider) {
        try {
            Provider used = ready.credential().usedWith(provider);
            return accounts.accepts(used, ready.connection(), ready.credential()) ? Answer.ACCEPTED : Answer.REFUSED;
        } catch (ProviderException | OAuthAppMissingException noAnswer) {
            return Answer.UNKNOWN;
        }
    }

    private CredentialResult accepted(CredentialResult.Ready ready) {
        freshTokens.accepted(ready);
        return ready;
    }

    private CredentialResult refreshed(Connection connection, Provider provider, Duration remaining) {
        CredentialResult result = freshTokens.scheduled(connection, remaining);
        return result instanceof CredentialResult.Ready renewed && asked(renewed, provider) == Answer.ACCEPTED
                ? accepted(renewed)
                : result;
    }

    private CredentialResult refused(CredentialResult.Ready ready) {
        Connection connection = ready.connection();
        Instant now = clock.instant();
        boolean confirmed = connection
                .schedule()
                .refusedSince()
                .filter(since -> !now.isBefore(since.plus(APART)))
                .isPresent();
        if (confirmed) {
            return freshTokens.revoked(connection, ready.credential());
        }
        connections.doubts().recordRefusal(connection, now.plus(AGAIN));
        return new CredentialResult.Later("The provider refuses the credential; this is confirmed once more", AGAIN);
    }

    private CredentialResult postponed(Connection connection) {
        connections.doubts().postpone(connection, clock.instant().plus(AGAIN));
        return new CredentialResult.Later("The provider did not say whether it accepts the credential", AGAIN);
    }
}
