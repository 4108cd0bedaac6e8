package dev.patchbay.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
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

    /** What a caller sends: why, in a sentence for those who will ask. */
    record Body(Optional<String> reason) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        String reason = request.json(Body.class).reason().map(String::strip).orElse("");
        if (reason.length() > LONGEST_REASON) {
            throw Problem.badField("reason", "\"reason\" may have up to " + LONGEST_REASON + " characters")
                    .asException();
        }
        Agent agent = AgentAnswer.named(agents, request);
        Agent.Pause pause = new Agent.Pause(
                "paused_by_member",
                reason.isEmpty() ? "Paused by " + request.caller().id() : reason,
                Optional.empty(),
                clock.instant());
        agents.pause(agent, pause);
        return ApiResponse.json(200, AgentAnswer.of(AgentAnswer.named(agents, request)));
    }
}
