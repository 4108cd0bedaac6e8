package dev.patchbay.functions.notifications;

import dev.patchbay.connection.ConnectionStatus;
import java.time.Instant;
import java.util.List;

/** Something to report to the members of a workspace. */
sealed interface Notice {
    Integration about();

    List<AffectedAgent> agents();

    /**
     * The connection will expire.
     *
     * @param daysLeft whole days; 0 is today
     */
    record Expiring(Integration about, List<AffectedAgent> agents, int daysLeft) implements Notice {}

    /** The connection has expired. */
    record Expired(Integration about, List<AffectedAgent> agents) implements Notice {}

    /** The grant was revoked. */
    record Revoked(Integration about, List<AffectedAgent> agents) implements Notice {}

    /**
     * An agent failed because the connection has ended.
     *
     * @param end how the connection ended
     */
    record AgentFailed(Integration about, AffectedAgent agent, ConnectionStatus end) implements Notice {
        @Override
        public List<AffectedAgent> agents() {
            return List.of(agent);
        }
    }

    /**
     * The connection has been failing for an hour, with an error that may pass.
     *
     * @param since when the errors began
     */
    record Failing(Integration about, List<AffectedAgent> agents, Instant since) implements Notice {}

    /**
     * The connection lost permissions.
     *
     * @param missing what is no longer permitted, each as a sentence
     */
    record Narrowed(Integration about, List<AffectedAgent> agents, List<String> missing) implements Notice {}
}
