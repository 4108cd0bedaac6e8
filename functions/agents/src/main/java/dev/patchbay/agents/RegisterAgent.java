package dev.patchbay.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.WorkspaceId;
import java.util.LinkedHashSet;
import java.util.List;

/** {@code PUT /api/agents/{id}}: registers an agent under the caller's own id, or changes name and uses of one. */
final class RegisterAgent implements ApiEndpoint {
    private static final int LONGEST_NAME = 100;
    private static final int MOST_USES = 50;

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentStore agents;

    RegisterAgent(ProviderCatalog catalog, ConnectionStore connections, AgentStore agents) {
        this.catalog = catalog;
        this.connections = connections;
        this.agents = agents;
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
        if (body.name().isBlank() || body.name().length() > LONGEST_NAME) {
            throw Problem.badField("name", "\"name\" must have 1 to " + LONGEST_NAME + " characters")
                    .asException();
        }
        if (body.uses().size() > MOST_USES) {
            throw Problem.badField("uses", "\"uses\" may name up to " + MOST_USES + " integrations")
                    .asException();
        }
        body.uses().forEach(use -> check(manager.workspace(), use));
        Agent agent = agents.register(
                manager.workspace(),
                new AgentId(request.path("id")),
                body.name().strip(),
                new LinkedHashSet<>(body.uses()));
        return ApiResponse.json(200, AgentAnswer.of(agent));
    }

    private void check(WorkspaceId workspace, String use) {
        boolean known = ConnectionId.matches(use)
                ? connections.find(workspace, new ConnectionId(use)).isPresent()
                : catalog.find(use).isPresent();
        if (!known) {
            throw Problem.badField(
                            "uses",
                            "\"" + use + "\" is neither a provider that GET /api/integrations lists nor a connection")
                    .asException();
        }
    }
}
