package dev.patchbay.agent;

import dev.patchbay.tenant.WorkspaceId;

/**
 * How many agents a workspace may register. They are counted by a consistent read just before one is registered, so as many more can be
 * registered as are registered at the same moment. Thread-safe.
 */
public final class AgentLimit {
    private final AgentStore agents;
    private final int most;

    public AgentLimit(AgentStore agents, int most) {
        this.agents = agents;
        this.most = most;
    }

    /** Whether a workspace may not register this agent: it may register no more, and this would be one more. One request, or two at the limit. */
    public boolean refuses(WorkspaceId workspace, AgentId id) {
        return agents.areAtLeast(workspace, most) && agents.find(workspace, id).isEmpty();
    }

    /** The limit in a sentence without a full stop. */
    public String message() {
        return "This workspace has " + most + " agents, which is as many as it may have";
    }
}
