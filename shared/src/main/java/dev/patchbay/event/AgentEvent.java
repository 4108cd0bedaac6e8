package dev.patchbay.event;

import java.util.Optional;

/** An event of a registered agent. */
public sealed interface AgentEvent extends PatchbayEvent {
    Subject agent();

    /**
     * What every {@code agent.*} event has.
     *
     * @param agentId the agent's id as your product gave it
     * @param agent its name
     */
    record Subject(String agentId, String agent) {}

    /**
     * The agent stopped: its new actions are refused, and those that waited fail with {@code agent_paused}.
     *
     * @param reason a code
     * @param message the reason in one sentence for people
     * @param connectionId the connection that ended; left out when a person paused the agent
     */
    record Paused(Header header, Subject agent, String reason, String message, Optional<String> connectionId)
            implements AgentEvent {
        public static final String TYPE = "agent.paused";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A person let the agent run again. */
    record Resumed(Header header, Subject agent) implements AgentEvent {
        public static final String TYPE = "agent.resumed";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
