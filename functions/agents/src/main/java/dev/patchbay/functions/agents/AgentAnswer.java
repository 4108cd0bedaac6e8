package dev.patchbay.functions.agents;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent as the API returns it.
 *
 * @param status one of running and paused
 */
record AgentAnswer(
        String id, String name, List<String> uses, String status, Optional<PauseAnswer> pause, Instant registeredAt) {

    /** Why and since when an agent is paused. */
    record PauseAnswer(String reason, String message, Optional<String> connectionId, Instant since) {}

    static AgentAnswer of(Agent agent) {
        return new AgentAnswer(
                agent.id().value(),
                agent.name(),
                agent.uses().stream().sorted().toList(),
                agent.pause().isPresent() ? "paused" : "running",
                agent.pause()
                        .map(pause -> new PauseAnswer(
                                pause.code(),
                                pause.message(),
                                pause.connection().map(ConnectionId::value),
                                pause.since())),
                agent.registeredAt());
    }

    /** The agent that the path names, in the caller's workspace and nowhere else. */
    static Agent named(AgentStore agents, ApiRequest request) {
        return Optional.of(request.path("id"))
                .filter(AgentId::matches)
                .flatMap(id -> agents.find(request.caller().workspace(), new AgentId(id)))
                .orElseThrow(() -> Problem.notFound("agent").asException());
    }
}
