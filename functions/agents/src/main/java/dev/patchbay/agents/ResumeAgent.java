package dev.patchbay.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.provider.ProviderCatalog;
import java.util.Locale;

/** {@code POST /api/agents/{id}/resume}: lets an agent run again, unless a connection that it needs has ended. */
final class ResumeAgent implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentStore agents;

    ResumeAgent(ProviderCatalog catalog, ConnectionStore connections, AgentStore agents) {
        this.catalog = catalog;
        this.connections = connections;
        this.agents = agents;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        request.manager();
        Agent agent = AgentAnswer.named(agents, request);
        connections.list(agent.workspace()).stream()
                .filter(connection -> agent.needs(connection.provider(), connection.id()))
                .filter(connection -> !connection.status().usable())
                .findFirst()
                .ifPresent(ended -> {
                    throw stillEnded(ended).asException();
                });
        agents.resume(agent);
        return ApiResponse.json(200, AgentAnswer.of(AgentAnswer.named(agents, request)));
    }

    private Problem stillEnded(Connection ended) {
        String title = catalog.get(ended.provider()).title();
        return Problem.of(
                409,
                "connection_unusable",
                "Cannot resume",
                title + " (" + ended.account().label() + "): "
                        + ended.status().says().toLowerCase(Locale.ROOT) + ". Reconnect " + title
                        + ", then resume the agent");
    }
}
