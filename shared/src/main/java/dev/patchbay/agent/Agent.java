package dev.patchbay.agent;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An agent as it is stored.
 *
 * @param name what people call it
 * @param uses the integrations that it needs: provider names, or ids of single connections
 * @param pause why and since when it is paused; absent while it runs
 * @param resumes how often it was resumed
 */
public record Agent(
        WorkspaceId workspace,
        AgentId id,
        String name,
        Set<String> uses,
        Optional<Pause> pause,
        long resumes,
        Instant registeredAt) {

    /**
     * A pause.
     *
     * @param code {@code paused_by_member}, {@code connection_expired} or {@code connection_revoked}
     * @param message the reason in one sentence
     * @param connection the connection that ended, if one did
     */
    public record Pause(String code, String message, Optional<ConnectionId> connection, Instant since) {
        /** A person stopped it. */
        public static Pause byMember(String message, Instant since) {
            return new Pause("paused_by_member", message, Optional.empty(), since);
        }
    }

    /**
     * Why it is paused, with its name, in one sentence without a full stop.
     *
     * @throws IllegalStateException if it runs
     */
    public String pausedSays() {
        return "Agent " + name + " is paused: "
                + pause.map(Pause::message).orElseThrow(() -> new IllegalStateException("The agent runs"));
    }

    /**
     * Whether the agent cannot work without this connection. One that names the provider needs each of its connections: which
     * account an action takes is the caller's choice, so none may be missing.
     */
    public boolean needs(ProviderId provider, ConnectionId connection) {
        return uses.contains(provider.value()) || uses.contains(connection.value());
    }
}
