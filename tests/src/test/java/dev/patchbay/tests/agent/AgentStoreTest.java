package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Together;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class AgentStoreTest {
    private static final AgentId OUTREACH = new AgentId("outreach");

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final AgentStore agents;
    private final WorkspaceId workspace;

    AgentStoreTest(Aws aws) {
        this.aws = aws;
        agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), clock);
        workspace = aws.newWorkspace();
    }

    @Test
    void aRegisteredAgentIsFoundAndRuns() {
        Agent registered = register("Outreach", "gmail", "slack");

        assertThat(agents.find(workspace, OUTREACH)).contains(registered);
        assertThat(registered.name()).isEqualTo("Outreach");
        assertThat(registered.uses()).containsExactlyInAnyOrder("gmail", "slack");
        assertThat(registered.pause()).isEmpty();
        assertThat(registered.registeredAt()).isEqualTo(clock.instant());
    }

    @Test
    void registeringAgainChangesNameAndUsesAndKeepsPauseAndDate() {
        Agent first = register("Outreach", "gmail");
        agents.pause(first, pause("Too many mails"));
        clock.advance(Duration.ofHours(1));

        Agent again = register("Outreach Europe");

        assertThat(again.name()).isEqualTo("Outreach Europe");
        assertThat(again.uses()).isEmpty();
        assertThat(again.pause().map(Agent.Pause::message)).contains("Too many mails");
        assertThat(again.registeredAt()).isEqualTo(first.registeredAt());
        assertThat(agents.find(workspace, OUTREACH)).contains(again);
    }

    @Test
    void registeringWritesNoEvent() {
        agents.pause(register("Outreach", "gmail"), pause("Too many mails"));

        register("Outreach Europe", "gmail");

        assertThat(event()).isEmpty();
    }

    @Test
    void pausingStoresTheReasonAndWritesAnEvent() throws Exception {
        Agent agent = register("Outreach", "gmail");

        Agent paused = agents.pause(agent, pause("Too many mails")).orElseThrow();

        assertThat(paused.pause()).contains(pause("Too many mails"));
        assertThat(agents.find(workspace, OUTREACH)).contains(paused);
        assertThat(JsonMapper.builder().build().readTree(event().orElseThrow()).properties())
                .map(field -> field.getKey() + "=" + field.getValue().asText())
                .contains(
                        "type=agent.paused",
                        "workspace=" + workspace,
                        "agentId=outreach",
                        "agent=Outreach",
                        "reason=paused_by_member",
                        "message=Too many mails");
    }

    @Test
    void pausingTwiceKeepsTheFirstReasonAndEvent() {
        Agent agent = register("Outreach", "gmail");
        agents.pause(agent, pause("Too many mails"));
        Optional<String> first = event();

        Optional<Agent> again = agents.pause(agent, pause("Another reason"));

        assertThat(again).isEmpty();
        assertThat(agents.find(workspace, OUTREACH).flatMap(Agent::pause)).contains(pause("Too many mails"));
        assertThat(event()).isPresent().isEqualTo(first);
    }

    @Test
    void ofManyPausesAtOnceOneCounts() throws Exception {
        Agent agent = register("Outreach", "gmail");

        List<Optional<Agent>> paused = Together.call(16, () -> agents.pause(agent, pause("Too many mails")));

        assertThat(paused).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void resumingEndsThePauseAndWritesAnEvent() {
        Agent agent = register("Outreach", "gmail");
        agents.pause(agent, pause("Too many mails"));

        Agent resumed = agents.resume(agent).orElseThrow();

        assertThat(resumed.pause()).isEmpty();
        assertThat(agents.find(workspace, OUTREACH)).contains(resumed);
        assertThat(event().orElseThrow()).contains("\"type\":\"agent.resumed\"");
    }

    @Test
    void resumingARunningAgentWritesNoEvent() {
        Agent agent = register("Outreach", "gmail");

        assertThat(agents.resume(agent)).isEmpty();
        assertThat(event()).isEmpty();
    }

    @Test
    void aResumedAgentIsPausedAgainForAnotherReason() {
        Agent agent = register("Outreach", "gmail");
        agents.pause(agent, pause("Too many mails"));
        agents.resume(agent);

        assertThat(agents.pause(agent, pause("Another reason")).flatMap(Agent::pause))
                .contains(pause("Another reason"));
    }

    @Test
    void pausingOrResumingCreatesNoAgent() {
        Agent agent = register("Outreach", "gmail");
        agents.remove(workspace, OUTREACH);

        assertThat(agents.pause(agent, pause("Too many mails"))).isEmpty();
        assertThat(agents.resume(agent)).isEmpty();
        assertThat(agents.find(workspace, OUTREACH)).isEmpty();
    }

    @Test
    void removingReturnsWhetherTheAgentExisted() {
        register("Outreach", "gmail");

        assertThat(agents.remove(workspace, OUTREACH)).isTrue();
        assertThat(agents.remove(workspace, OUTREACH)).isFalse();
    }

    @Test
    void theSameIdInAnotherWorkspaceIsAnotherAgent() {
        WorkspaceId other = aws.newWorkspace();
        agents.pause(register("Outreach", "gmail"), pause("Too many mails"));

        Agent theirs = agents.register(other, OUTREACH, "Theirs", Set.of());

        assertThat(theirs.pause()).isEmpty();
        assertThat(agents.list(workspace)).extracting(Agent::name).containsExactly("Outreach");
        assertThat(agents.list(other)).extracting(Agent::name).containsExactly("Theirs");
        assertThat(agents.remove(other, OUTREACH)).isTrue();
        assertThat(agents.find(workspace, OUTREACH)).isPresent();
    }

    @Test
    void agentsAreListedById() {
        agents.register(workspace, new AgentId("b"), "B", Set.of());
        agents.register(workspace, new AgentId("a"), "A", Set.of());

        assertThat(agents.list(workspace)).extracting(Agent::name).containsExactly("A", "B");
    }

    private Agent register(String name, String... uses) {
        return agents.register(workspace, OUTREACH, name, Set.of(uses));
    }

    private Agent.Pause pause(String message) {
        return Agent.Pause.byMember(message, clock.instant());
    }

    /** The event that the last write of the agent carried. */
    private Optional<String> event() {
        return Optional.ofNullable(aws.clients()
                        .dynamoDb()
                        .getItem(request -> request.tableName(aws.table("AgentsTable"))
                                .key(Map.of(
                                        "workspace", AttributeValue.fromS(workspace.value()),
                                        "agent", AttributeValue.fromS(OUTREACH.value())))
                                .consistentRead(true))
                        .item()
                        .get(PatchbayEvent.ATTRIBUTE))
                .map(AttributeValue::s);
    }
}
