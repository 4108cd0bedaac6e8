package dev.patchbay.functions.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;

/** {@code POST /api/agents/{id}/resume}: lets an agent run again, unless a connection that it needs has ended. */
final class ResumeAgent implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final AgentStore agents;
    private final AgentGuard guard;

    ResumeAgent(ProviderCatalog catalog, AgentStore agents, AgentGuard guard) {
        this.catalog = catalog;
        this.agents = agents;
        this.guard = guard;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        request.manager();
        Agent agent = AgentAnswer.named(agents, request);
        guard.endedConnection(agent).ifPresent(ended -> {
            throw stillEnded(ended).asException();
        });
        Agent now = agents.resume(agent).map(guard::started).orElseGet(() -> AgentAnswer.named(agents, request));
        return ApiResponse.json(200, AgentAnswer.of(now));
    }

    private Problem stillEnded(Connection ended) {
        Provider provider = catalog.get(ended.provider());
        return Problem.of(
                409,
                "connection_unusable",
                "Cannot resume",
                ended.status().message(provider) + " (" + ended.account().label() + "). Reconnect " + provider.title()
                        + ", then resume the agent");
    }
}
