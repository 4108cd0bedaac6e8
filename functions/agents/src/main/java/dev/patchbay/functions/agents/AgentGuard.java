package dev.patchbay.functions.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Pauses agents that need a connection that only a person can restore. The function that starts an agent asks after the start, and the
 * function that ends a connection asks after the end: at least one of the two sees the other. Asking twice pauses once. Thread-safe.
 */
public final class AgentGuard {
    private final AgentStore agents;
    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final Clock clock;

    public AgentGuard(AgentStore agents, ConnectionStore connections, ProviderCatalog catalog, Clock clock) {
        this.agents = agents;
        this.connections = connections;
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * Pauses all agents that need this connection, if it has ended; one that is paused already keeps its reason. Two requests, and
     * one per agent.
     *
     * @return those that this call paused
     */
    public List<Agent> connectionEnded(WorkspaceId workspace, ConnectionId id) {
        // The agents are read first. Read after the connection, they might have been resumed since it was reconnected.
        List<Agent> running = agents.list(workspace).stream()
                .filter(agent -> agent.pause().isEmpty())
                .toList();
        if (running.isEmpty()) {
            return List.of();
        }
        return connections
                .find(workspace, id)
                .filter(connection -> !connection.status().usable())
                .map(ended -> running.stream()
                        .filter(agent -> agent.needs(ended.provider(), ended.id()))
                        .flatMap(agent -> agents.pauseUnlessResumed(agent, pause(ended)).stream())
                        .toList())
                .orElseGet(List::of);
    }

    /** Returns an ended connection that the agent needs: the agent cannot run until it is reconnected. One request. */
    public Optional<Connection> endedConnection(Agent agent) {
        return connections.list(agent.workspace()).stream()
                .filter(connection -> agent.needs(connection.provider(), connection.id()))
                .filter(connection -> !connection.status().usable())
                .findFirst();
    }

    /**
     * Pauses an agent that was just registered or resumed, if it needs a connection that has ended. At most three requests.
     *
     * @return the agent as it is then
     */
    public Agent started(Agent agent) {
        if (agent.pause().isPresent()) {
            return agent;
        }
        return endedConnection(agent)
                .flatMap(ended -> agents.pauseUnlessResumed(agent, pause(ended))
                        .or(() -> agents.find(agent.workspace(), agent.id())))
                .orElse(agent);
    }

    private Agent.Pause pause(Connection ended) {
        return new Agent.Pause(
                ended.status().code(),
                ended.status().message(catalog.get(ended.provider())),
                Optional.of(ended.id()),
                clock.instant());
    }
}
