package dev.patchbay.functions.agents;

import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;

/** {@code GET /api/agents/{id}}. One request to the table. */
final class ShowAgent implements ApiEndpoint {
    private final AgentStore agents;

    ShowAgent(AgentStore agents) {
        this.agents = agents;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        return ApiResponse.json(200, AgentAnswer.of(AgentAnswer.named(agents, request)));
    }
}
