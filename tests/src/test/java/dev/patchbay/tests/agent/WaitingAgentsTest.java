package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.agent.WaitingAgents;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.RefusedRequests;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The message about paused agents that a member gets after connecting an account. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class WaitingAgentsTest {
    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final GuardedAgents agents;
    private final RefusedRequests refused = new RefusedRequests();
    private final CountedRequests counted = new CountedRequests();
    private final WaitingAgents waiting;
    private final Provider gmail =
            new ProviderCatalog(WaitingAgentsTest.class.getClassLoader(), Map.of()).get(new ProviderId("gmail"));
    private final Connection connection;

    WaitingAgentsTest(Aws aws) {
        this.aws = aws;
        agents = new GuardedAgents(aws, clock);
        DynamoDbClient client = counted.of(refused.of(aws.clients().configured(DynamoDbClient.builder())))
                .build();
        waiting = new WaitingAgents(new AgentStore(client, aws.table("AgentsTable"), clock));
        connection = agents.connect("gmail", "john@gmail.com");
    }

    @Test
    void afterAReconnectPausedAgentsAreRemembered() {
        agents.register("outreach", "gmail");
        end();

        assertThat(waiting.message(gmail, reconnected()))
                .contains("Gmail reconnected. Resume paused agents to continue.");
        assertThat(counted.operations()).containsExactly("Query");
    }

    @Test
    void theFirstConnectOfAnAccountAsksNothing() {
        assertThat(waiting.message(gmail, connection)).isEmpty();
        assertThat(counted.operations()).isEmpty();
    }

    @Test
    void mentionsOnlyAgentsPausedByTheEnd() {
        agents.register("support", "slack");
        Agent stopped = agents.register("outreach", "gmail");
        agents.agents().pause(stopped, Agent.Pause.byMember("Too many mails", clock.instant()));
        end();
        agents.register("fresh", "gmail");

        assertThat(waiting.message(gmail, reconnected())).isEmpty();
    }

    @Test
    void agentsOfAnotherWorkspaceAreNotMeant() {
        GuardedAgents other = new GuardedAgents(aws, clock);
        other.register("outreach", "gmail");
        other.end(other.connect("gmail", "john@gmail.com"), ConnectionStatus.REVOKED);
        other.guard().started(other.find("outreach"));

        assertThat(waiting.message(gmail, reconnected())).isEmpty();
    }

    @Test
    void anAgentsTableThatCannotBeAskedLeavesTheSentenceOut() {
        agents.register("outreach", "gmail");
        end();
        Connection reconnected = reconnected();
        refused.refuseNext(1);

        assertThat(waiting.message(gmail, reconnected)).isEmpty();
    }

    private void end() {
        agents.end(connection, ConnectionStatus.REVOKED);
        agents.guard().connectionEnded(agents.workspace(), connection.id());
    }

    private Connection reconnected() {
        clock.advance(Duration.ofHours(1));
        return agents.connect("gmail", "john@gmail.com");
    }
}
