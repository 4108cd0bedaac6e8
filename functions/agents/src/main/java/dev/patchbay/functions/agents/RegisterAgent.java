package dev.patchbay.functions.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentLimit;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.ShownName;
import dev.patchbay.tenant.WorkspaceId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code PUT /api/agents/{id}}: registers an agent under the caller's own id, or changes name and uses of one. */
final class RegisterAgent implements ApiEndpoint {
    private static final int LONGEST_NAME = 100;
    private static final int MOST_USES = 50;

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentStore agents;
    private final AgentGuard guard;
    private final AgentLimit limit;

    RegisterAgent(
            ProviderCatalog catalog,
            ConnectionStore connections,
            AgentStore agents,
            AgentGuard guard,
            AgentLimit limit) {
        this.catalog = catalog;
        this.connections = connections;
        this.agents = agents;
        this.guard = guard;
        this.limit = limit;
    }

    /**
     * What a caller sends.
     *
     * @param uses provider names, or ids of single connections
     */
    record Body(String name, List<String> uses) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member manager = request.manager();
        if (!AgentId.matches(request.path("id"))) {
            throw Problem.badField("id", "An agent id is 1 to 128 letters, digits and . _ : -")
                    .asException();
        }
        Body body = request.json(Body.class);
        String name = OneLine.checked("name", body.name().strip(), LONGEST_NAME);
        if (ShownName.of(name).isEmpty()) {
            throw Problem.badField(
                            "name",
                            "\"name\" is displayed in mails: it must not hold a web address, or anything that looks like one, such as"
                                    + " example.com, nor characters that change the direction of text")
                    .asException();
        }
        checkUses(manager.workspace(), body.uses());
        AgentId id = new AgentId(request.path("id"));
        if (limit.refuses(manager.workspace(), id)) {
            throw Problem.of(
                            409,
                            "agent_limit",
                            "Too many agents",
                            limit.message() + ". Remove one that is not used any more by DELETE /api/agents/{id}")
                    .asException();
        }
        Agent agent = agents.register(manager.workspace(), id, name, new LinkedHashSet<>(body.uses()));
        return ApiResponse.json(200, AgentAnswer.of(guard.started(agent)));
    }

    private void checkUses(WorkspaceId workspace, List<String> uses) {
        if (uses.size() > MOST_USES) {
            throw Problem.badField("uses", "\"uses\" may name up to " + MOST_USES + " integrations")
                    .asException();
        }
        Set<String> connected = uses.stream().anyMatch(ConnectionId::matches) ? connected(workspace) : Set.of();
        uses.stream()
                .filter(use -> catalog.find(use).isEmpty() && !connected.contains(use))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Problem.badField(
                                    "uses",
                                    "\"" + unknown + "\" is neither a provider that GET /api/providers lists nor the id"
                                            + " of a connection of this workspace")
                            .asException();
                });
    }

    private Set<String> connected(WorkspaceId workspace) {
        return connections.list(workspace).stream()
                .map(connection -> connection.id().value())
                .collect(Collectors.toSet());
    }
}
