package dev.patchbay.agent;

import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Connection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Returns the note for a person who has just connected an account that agents wait for it: no agent resumes by itself. Thread-safe. */
public final class WaitingAgents {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingAgents.class);

    private final AgentStore agents;

    public WaitingAgents(AgentStore agents) {
        this.agents = agents;
    }

    /**
     * Returns the sentence for the person, if the connection existed before and agents are paused without it. One request; none for
     * an account that is connected for the first time. The account is connected by now, so only the sentence is left out if the agents
     * table cannot be read.
     */
    public Optional<String> message(Provider provider, Connection connected) {
        boolean first =
                connected.history().connectedAt().equals(connected.standing().since());
        return first || !awaited(connected)
                ? Optional.empty()
                : Optional.of(provider.title() + " reconnected. Resume paused agents to continue.");
    }

    private boolean awaited(Connection connected) {
        try {
            return agents.list(connected.workspace()).stream()
                    .anyMatch(agent -> agent.pause()
                            .flatMap(Agent.Pause::connection)
                            .filter(connected.id()::equals)
                            .isPresent());
        } catch (SdkException unavailable) {
            LOG.warn("It could not be seen which agents wait for a connection", unavailable);
            return false;
        }
    }
}
