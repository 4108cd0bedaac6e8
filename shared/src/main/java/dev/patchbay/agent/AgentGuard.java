package dev.patchbay.agent;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Pauses the agents that need a connection which has ended. Pausing twice is pausing once, so it may be told of an end as often as
 * it happens to be. Thread-safe.
 */
public final class AgentGuard {
    private final AgentStore agents;
    private final Clock clock;

    public AgentGuard(AgentStore agents, Clock clock) {
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * Pauses all agents that need this connection; one that is paused already keeps its reason. One request, and one per agent.
     *
     * @param code {@code connection_expired} or {@code connection_revoked}
     * @param says the reason in one sentence
     * @return those that this call paused
     */
    public List<Agent> connectionEnded(
            WorkspaceId workspace, ProviderId provider, ConnectionId connection, String code, String says) {
        Agent.Pause pause = new Agent.Pause(code, says, Optional.of(connection), clock.instant());
        return agents.list(workspace).stream()
                .filter(agent -> agent.pause().isEmpty() && agent.needs(provider, connection))
                .filter(agent -> agents.pause(agent, pause))
                .toList();
    }
}
