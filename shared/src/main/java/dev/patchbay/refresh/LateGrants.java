package dev.patchbay.refresh;

import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.RefreshLease;
import dev.patchbay.connection.RefreshedTokens;
import dev.patchbay.connection.SharedAccounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores what a single-use refresh token gave after its lease was taken over. The connection still holds the spent token if the
 * worker that took over met an outage, or ended the connection because the outcome was unknown to it. Then only the late answer is valid.
 *
 * <p>The proof is the stored credential: a store and a reconnect replace it, a disconnect removes it. If it is byte for byte the spent
 * one, none of these happened. The write requires the fence with which the credential was read. It waits while another caller holds
 * the lease. Thread-safe.
 */
public final class LateGrants {
    public static final String OUTCOME_UNKNOWN = "refresh_outcome_unknown";

    private static final Duration POLL = Duration.ofMillis(500);

    private final ConnectionStore connections;
    private final SharedAccounts shared;
    private final Clock clock;
    private final Pause pause;

    public LateGrants(ConnectionStore connections, SharedAccounts shared, Clock clock, Pause pause) {
        this.connections = connections;
        this.shared = shared;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Stores a late answer.
     *
     * @param lost the lease that was taken over
     * @param until when the caller must be done
     * @return whether it was stored
     */
    public boolean store(RefreshLease lost, Provider provider, RefreshedTokens refreshed, Instant until) {
        Connection spent = lost.connection();
        do {
            Optional<Connection> now =
                    connections.find(spent.workspace(), spent.id()).filter(found -> holdsTheSpentToken(found, spent));
            if (now.isEmpty()) {
                return false;
            }
            if (connections.leases().storeLate(now.get(), refreshed, shared.missing(provider, now.get()))) {
                return true;
            }
            pause.of(POLL);
        } while (clock.instant().plus(POLL).isBefore(until));
        return false;
    }

    private static boolean holdsTheSpentToken(Connection now, Connection spent) {
        boolean endedForWantOfThis = now.status() == ConnectionStatus.EXPIRED
                && now.standing().reason().filter(OUTCOME_UNKNOWN::equals).isPresent();
        return now.credential().equals(spent.credential()) && (now.status().usable() || endedForWantOfThis);
    }
}
