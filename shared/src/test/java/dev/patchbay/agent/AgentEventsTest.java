package dev.patchbay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.CapturingTable;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.EventDocumentation;
import dev.patchbay.event.EventJson;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Agent agent = new Agent(
            new WorkspaceId("acme"), new AgentId("outreach"), "Outreach", Set.of("gmail"), Optional.empty(), 0, NOON);
    private final CapturingTable table = new CapturingTable(AgentItems.key(agent.workspace(), agent.id())
            .text("name", agent.name())
            .time("registeredAt", NOON));
    private final AgentStore store = new AgentStore(table, "agents", Clock.systemUTC());

    @Test
    void pausedEventIsAsDocumented() {
        Agent.Pause pause = new Agent.Pause(
                "connection_revoked",
                "Gmail access was revoked",
                Optional.of(new ConnectionId("conn_0123456789abcdef0123456789")),
                NOON);

        store.pause(agent, pause);

        assertSentAsDocumented("agent.paused");
    }

    @Test
    void resumedEventIsAsDocumented() {
        store.resume(agent);

        assertSentAsDocumented("agent.resumed");
    }

    @Test
    void registeringSendsNoEvent() {
        store.register(agent.workspace(), agent.id(), agent.name(), agent.uses());

        assertThat(table.events()).isEmpty();
    }

    private void assertSentAsDocumented(String type) {
        assertThat(table.events()).hasSize(1);
        assertThat(EventJson.type(table.events().getFirst())).isEqualTo(type);
        assertThat(EventDocumentation.faults(table.events().getFirst())).isEmpty();
    }
}
