package dev.patchbay.agents;

import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import java.util.List;

/** {@code GET /api/agents}: every agent of the workspace. One request to the table. */
final class ListAgents implements ApiEndpoint {
    private final AgentStore agents;

    ListAgents(AgentStore agents) {
        this.agents = agents;
    }

    private record Answer(List<AgentAnswer> agents) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        return ApiResponse.json(
                200,
                new Answer(agents.list(request.caller().workspace()).stream()
                        .map(AgentAnswer::of)
                        .toList()));
    }
}
