package dev.patchbay.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentTest {
    private static final ProviderId GMAIL = new ProviderId("gmail");
    private static final ConnectionId JOHN = new ConnectionId("conn_0123456789abcdef0123456789");
    private static final ConnectionId JANE = new ConnectionId("conn_abcdef0123456789abcdef0123");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void anAgentThatNamesAProviderNeedsEachOfItsConnections() {
        Agent agent = agent(Set.of("gmail"), Optional.empty());

        assertThat(agent.needs(GMAIL, JOHN)).isTrue();
        assertThat(agent.needs(GMAIL, JANE)).isTrue();
        assertThat(agent.needs(new ProviderId("slack"), JOHN)).isFalse();
    }

    @Test
    void anAgentThatNamesAConnectionNeedsThatOneOnly() {
        Agent agent = agent(Set.of(JOHN.value()), Optional.empty());

        assertThat(agent.needs(GMAIL, JOHN)).isTrue();
        assertThat(agent.needs(GMAIL, JANE)).isFalse();
    }

    @Test
    void anAgentThatUsesNothingNeedsNothing() {
        assertThat(agent(Set.of(), Optional.empty()).needs(GMAIL, JOHN)).isFalse();
    }

    @Test
    void aPausedAgentSaysWhyWithItsName() {
        Agent agent = agent(Set.of("gmail"), Optional.of(revoked()));

        assertThat(agent.pausedSays()).isEqualTo("Agent Outreach is paused: Gmail access was revoked");
    }

    @Test
    void anAgentThatRunsHasNoReasonForAPause() {
        Agent agent = agent(Set.of("gmail"), Optional.empty());

        assertThatIllegalStateException().isThrownBy(agent::pausedSays);
    }

    @Test
    void anItemKeepsThePauseWithItsReason() {
        Item item = AgentItems.key(new WorkspaceId("w-1"), new AgentId("outreach"))
                .text("name", "Outreach")
                .texts("uses", Set.of("gmail"))
                .number("resumes", 2)
                .time("registeredAt", NOON);
        AgentItems.write(revoked()).forEach((name, value) -> item.values().put(name, value));

        assertThat(AgentItems.read(item)).isEqualTo(agent(Set.of("gmail"), Optional.of(revoked())));
    }

    private static Agent.Pause revoked() {
        return new Agent.Pause("connection_revoked", "Gmail access was revoked", Optional.of(JOHN), NOON);
    }

    private static Agent agent(Set<String> uses, Optional<Agent.Pause> pause) {
        return new Agent(new WorkspaceId("w-1"), new AgentId("outreach"), "Outreach", uses, pause, 2, NOON);
    }
}
