package dev.patchbay.agent;

import dev.patchbay.aws.Item;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Optional;

/** Between {@link Agent} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class AgentItems {
    private AgentItems() {}

    static Item key(WorkspaceId workspace, AgentId id) {
        return new Item().text("workspace", workspace.value()).text("agent", id.value());
    }

    static Item write(Agent.Pause pause) {
        return new Item()
                .text("pauseCode", pause.code())
                .text("pauseSays", pause.message())
                .text("pauseConnection", pause.connection().map(ConnectionId::value))
                .time("pausedSince", pause.since());
    }

    static Agent read(Item item) {
        return new Agent(
                new WorkspaceId(item.text("workspace")),
                new AgentId(item.text("agent")),
                item.text("name"),
                item.texts("uses"),
                pause(item),
                item.number("resumes"),
                item.time("registeredAt"));
    }

    private static Optional<Agent.Pause> pause(Item item) {
        return item.optionalText("pauseCode")
                .map(code -> new Agent.Pause(
                        code,
                        item.text("pauseSays"),
                        item.optionalText("pauseConnection").map(ConnectionId::new),
                        item.time("pausedSince")));
    }
}
