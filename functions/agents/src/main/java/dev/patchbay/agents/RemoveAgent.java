package dev.patchbay.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;

/** {@code DELETE /api/agents/{id}}: forgets an agent. */
final class RemoveAgent implements ApiEndpoint {
    private final AgentStore agents;

    RemoveAgent(AgentStore agents) {
        this.agents = agents;
    }

    private record Answer(String id, boolean removed) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        request.manager();
        Agent agent = AgentAnswer.named(agents, request);
        return ApiResponse.json(200, new Answer(agent.id().value(), agents.remove(agent.workspace(), agent.id())));
    }
}
