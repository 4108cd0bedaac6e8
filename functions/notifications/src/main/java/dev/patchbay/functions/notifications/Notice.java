package dev.patchbay.functions.notifications;

import dev.patchbay.connection.ConnectionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people are to be told. */
sealed interface Notice {
    Integration about();

    List<AffectedAgent> agents();

    /**
     * It will end.
     *
     * @param daysLeft whole days; 0 is today
     */
    record Expiring(Integration about, List<AffectedAgent> agents, int daysLeft) implements Notice {}

    /** It has ended by itself. */
    record Expired(Integration about, List<AffectedAgent> agents) implements Notice {}

    /** It was taken back. */
    record Revoked(Integration about, List<AffectedAgent> agents) implements Notice {}

    /**
     * An agent could not go on for want of it.
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
     * It has had trouble for an hour, of the kind that passes.
     *
     * @param since when the trouble began, where it is known
     */
    record Failing(Integration about, List<AffectedAgent> agents, Optional<Instant> since) implements Notice {}

    /**
     * It lost permissions.
     *
     * @param missing what it may not do any more, each a sentence
     */
    record Narrowed(Integration about, List<AffectedAgent> agents, List<String> missing) implements Notice {}
}
