package dev.patchbay.functions.notifications;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which of a workspace's agents a connection concerns. Thread-safe. */
public final class AffectedAgents {
    private final AgentStore agents;

    public AffectedAgents(AgentStore agents) {
        this.agents = agents;
    }

    /** The agents that cannot work without this connection, by name. One request. */
    List<AffectedAgent> needing(WorkspaceId workspace, ProviderId provider, ConnectionId connection) {
        return agents.list(workspace).stream()
                .filter(agent -> agent.needs(provider, connection))
                .map(agent -> new AffectedAgent(agent.id().value(), agent.name()))
                .sorted(Comparator.comparing(AffectedAgent::name).thenComparing(AffectedAgent::id))
                .toList();
    }

    /** The agent with this id, if it is registered. At most one request. */
    Optional<AffectedAgent> registered(WorkspaceId workspace, String id) {
        return Optional.of(id)
                .filter(AgentId::matches)
                .flatMap(form -> agents.find(workspace, new AgentId(form)))
                .map(agent -> new AffectedAgent(agent.id().value(), agent.name()));
    }
}
