package dev.patchbay.functions.agents;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;

/** {@code DELETE /api/agents/{id}}: forgets an agent. One request to the table. */
final class RemoveAgent implements ApiEndpoint {
    private final AgentStore agents;

    RemoveAgent(AgentStore agents) {
        this.agents = agents;
    }

    private record Answer(String id, boolean removed) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member manager = request.manager();
        String id = request.path("id");
        if (!AgentId.matches(id) || !agents.remove(manager.workspace(), new AgentId(id))) {
            throw Problem.notFound("agent").asException();
        }
        return ApiResponse.json(200, new Answer(id, true));
    }
}
