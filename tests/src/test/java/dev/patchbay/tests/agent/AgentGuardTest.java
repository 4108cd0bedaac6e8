package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.agent.Agent;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.functions.agents.AgentGuard;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** No agent runs that needs a connection which has ended. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class AgentGuardTest {
    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final GuardedAgents agents;
    private final Connection gmail;

    AgentGuardTest(Aws aws) {
        this.aws = aws;
        agents = new GuardedAgents(aws, clock);
        gmail = agents.connect("gmail", "john@gmail.com");
    }

    @Test
    void anAgentIsPausedWithWhatHappenedToItsConnection() {
        agents.register("outreach", "gmail");
        agents.end(gmail, ConnectionStatus.REVOKED);

        List<Agent> paused = ended(agents.guard());

        assertThat(paused).containsExactly(agents.find("outreach"));
        assertThat(agents.find("outreach").pause())
                .contains(new Agent.Pause(
                        "connection_revoked", "Gmail access was revoked", Optional.of(gmail.id()), clock.instant()));
    }

    @Test
    void anExpiredConnectionSaysSo() {
        agents.register("outreach", "gmail");
        agents.end(gmail, ConnectionStatus.EXPIRED);

        ended(agents.guard());

        assertThat(agents.find("outreach").pause()).map(Agent.Pause::code).contains("connection_expired");
        assertThat(agents.find("outreach").pause()).map(Agent.Pause::message).contains("Gmail integration expired");
    }

    @Test
    void onlyAgentsThatNeedTheConnectionArePaused() {
        Connection jane = agents.connect("gmail", "jane@gmail.com");
        agents.register("by-provider", "slack", "gmail");
        agents.register("by-connection", gmail.id().value());
        agents.register("by-another-connection", jane.id().value());
        agents.register("by-another-provider", "slack");
        agents.register("without");
        agents.end(gmail, ConnectionStatus.REVOKED);

        assertThat(ended(agents.guard()))
                .extracting(agent -> agent.id().value())
                .containsExactly("by-connection", "by-provider");
    }

    @Test
    void anAgentOfAnotherWorkspaceRunsOn() {
        GuardedAgents other = new GuardedAgents(aws, clock);
        other.register("outreach", "gmail");
        agents.end(gmail, ConnectionStatus.REVOKED);

        other.guard().connectionEnded(other.workspace(), gmail.id());

        assertThat(other.find("outreach").pause()).isEmpty();
    }

    @Test
    void anAgentThatAPersonPausedKeepsThatReason() {
        Agent agent = agents.register("outreach", "gmail");
        agents.agents().pause(agent, Agent.Pause.byMember("Too many mails", clock.instant()));
        agents.end(gmail, ConnectionStatus.REVOKED);

        assertThat(ended(agents.guard())).isEmpty();
        assertThat(agents.find("outreach").pause()).map(Agent.Pause::message).contains("Too many mails");
    }

    @Test
    void reconnectedOrRemovedConnectionPausesNoAgent() {
        agents.register("outreach", "gmail");
        agents.end(gmail, ConnectionStatus.REVOKED);
        agents.connect("gmail", "john@gmail.com");

        assertThat(ended(agents.guard())).isEmpty();
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    /** Another delivery pauses the agent; a person reconnects and resumes it; all that between two requests of this one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pausesNoAgentAfterAReconnectAndAResume(int request) {
        agents.register("outreach", "gmail");
        agents.end(gmail, ConnectionStatus.REVOKED);
        Interposed others = new Interposed(request, () -> {
            ended(agents.guard());
            agents.connect("gmail", "john@gmail.com");
            agents.agents().resume(agents.find("outreach"));
        });

        List<Agent> paused = ended(agents.guard(client(others)));

        assertThat(paused).isEmpty();
        assertThat(agents.find("outreach").resumes()).isEqualTo(1);
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void anAgentThatStartsWithAnEndedConnectionIsPausedAtOnce() {
        agents.end(gmail, ConnectionStatus.EXPIRED);
        Agent registered = agents.register("outreach", "gmail");

        Agent now = agents.guard().started(registered);

        assertThat(now).isEqualTo(agents.find("outreach"));
        assertThat(now.pause()).map(Agent.Pause::message).contains("Gmail integration expired");
    }

    @Test
    void anAgentThatStartsWithGoodConnectionsRuns() {
        agents.end(agents.connect("slack", "Acme"), ConnectionStatus.REVOKED);
        Agent registered = agents.register("outreach", "gmail");

        assertThat(agents.guard().started(registered)).isEqualTo(registered);
        assertThat(agents.find("outreach").pause()).isEmpty();
    }

    @Test
    void aPausedAgentThatIsRegisteredAgainKeepsItsReason() {
        agents.agents()
                .pause(agents.register("outreach", "gmail"), Agent.Pause.byMember("Too many mails", clock.instant()));
        agents.end(gmail, ConnectionStatus.EXPIRED);

        Agent now = agents.guard().started(agents.register("outreach", "gmail"));

        assertThat(now.pause()).map(Agent.Pause::message).contains("Too many mails");
    }

    @Test
    void endBetweenStartAndCheckPausesTheAgentOnce() {
        Agent registered = agents.register("outreach", "gmail");
        Interposed others = new Interposed(1, () -> {
            agents.end(gmail, ConnectionStatus.REVOKED);
            ended(agents.guard());
            clock.advance(Duration.ofMinutes(1));
        });

        Agent now = agents.guard(client(others)).started(registered);

        assertThat(now).isEqualTo(agents.find("outreach"));
        assertThat(now.pause()).map(Agent.Pause::since).contains(clock.instant().minus(Duration.ofMinutes(1)));
    }

    private List<Agent> ended(AgentGuard guard) {
        return guard.connectionEnded(agents.workspace(), gmail.id());
    }

    private DynamoDbClient client(Interposed others) {
        return others.in(aws.clients().configured(DynamoDbClient.builder())).build();
    }
}
