package dev.patchbay.functions.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.util.Optional;

/** {@code POST /api/agents/{id}/pause}: any member may stop an agent; one that is paused already keeps its reason. */
final class PauseAgent implements ApiEndpoint {
    private static final int LONGEST_REASON = 200;

    private final AgentStore agents;
    private final Clock clock;

    PauseAgent(AgentStore agents, Clock clock) {
        this.agents = agents;
        this.clock = clock;
    }

    /** The optional body: the reason, as a sentence for people. */
    record Body(Optional<String> reason) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member caller = request.caller();
        String reason = reason(request).orElse("Stopped by " + caller.id());
        Agent agent = AgentAnswer.named(agents, request);
        Agent now = agents.pause(agent, Agent.Pause.byMember(reason, clock.instant()))
                .orElseGet(() -> AgentAnswer.named(agents, request));
        return ApiResponse.json(200, AgentAnswer.of(now));
    }

    private static Optional<String> reason(ApiRequest request) {
        if (request.body().asByteArrayUnsafe().length == 0) {
            return Optional.empty();
        }
        return request.json(Body.class)
                .reason()
                .map(String::strip)
                .filter(reason -> !reason.isEmpty())
                .map(reason -> OneLine.checked("reason", reason, LONGEST_REASON));
    }
}
