package dev.patchbay.functions.agents;

import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.PageQuery;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/agents?limit=&next=}: the workspace's agents, by id. One request to the table. */
final class ListAgents implements ApiEndpoint {
    private static final String POSITION = "agent/";

    private final AgentStore agents;

    ListAgents(AgentStore agents) {
        this.agents = agents;
    }

    private record Answer(List<AgentAnswer> agents, Optional<String> next) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        PageQuery query = PageQuery.of(request);
        AgentStore.Page page =
                agents.after(request.caller().workspace(), query.after(ListAgents::position), query.limit());
        return ApiResponse.json(
                200,
                new Answer(
                        page.agents().stream().map(AgentAnswer::of).toList(),
                        page.last().map(id -> PageQuery.next(POSITION + id))));
    }

    /** An agent's id may look like any other, so its position has a mark of its own. */
    private static Optional<AgentId> position(String text) {
        return Optional.of(text)
                .filter(marked -> marked.startsWith(POSITION))
                .map(marked -> marked.substring(POSITION.length()))
                .filter(AgentId::matches)
                .map(AgentId::new);
    }
}
