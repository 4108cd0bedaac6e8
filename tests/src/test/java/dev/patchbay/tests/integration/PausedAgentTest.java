package dev.patchbay.tests.integration;

import static dev.patchbay.tests.integration.RunningActions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionState;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.call.ProviderError;
import dev.patchbay.connection.Connection;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An action is done only while the agent on whose behalf it runs is not paused. */
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PausedAgentTest {
    private static final AgentId OUTREACH = new AgentId("outreach");

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final RunningActions actions;
    private WorkspaceId workspace;
    private Connection connection;

    PausedAgentTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        actions = new RunningActions(aws, clock, providers);
        workspace = aws.newWorkspace();
        connection = providers.connect(workspace, "gmail", "john@gmail.com");
    }

    @BeforeEach
    void startAfresh() {
        providers.reset();
        workspace = aws.newWorkspace();
        connection = providers.connect(workspace, "gmail", "john@gmail.com");
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @Test
    void aPausedAgentsActionIsRefusedWithTheReasonAndNotCalled() {
        pause(workspace);
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);
        ScriptedAction action = new ScriptedAction(true);

        ActionRunner.Disposition disposition = actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(new ActionRunner.Disposition.Done());
        assertThat(action.calls()).isEmpty();
        assertThat(actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(actions.find(message).outcome().failure())
                .contains(new ActionFailure(
                        "agent_paused", "Agent Outreach is paused: Too many mails", Optional.of("Resume the agent")));
    }

    @Test
    void anAgentThatRunsActs() {
        register(workspace);
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);

        actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void anUnregisteredAgentActs() {
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);

        actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void thePauseOfAnotherWorkspacesAgentOfThatNameStopsNothing() {
        pause(aws.newWorkspace());
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);

        actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void pauseRefusesAnActionThatWaitsForARetry() {
        register(workspace);
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);
        ScriptedAction action = new ScriptedAction(false)
                .fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30)));
        actions.runner(action).run(message, FIRST);

        pause(workspace);
        actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(1);
        assertThat(actions.find(message).outcome().failure().map(ActionFailure::code))
                .contains("agent_paused");
    }

    @Test
    void actionDoneBeforeThePauseIsNotRepeated() {
        register(workspace);
        ActionMessage message = actions.acceptedFor(OUTREACH, connection);
        actions.runner(new ScriptedAction(false)).run(message, FIRST);

        pause(workspace);
        actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(actions.find(message).outcome().failure()).isEmpty();
    }

    private Agent register(WorkspaceId where) {
        return actions.agents().register(where, OUTREACH, "Outreach", Set.of("gmail"));
    }

    private void pause(WorkspaceId where) {
        actions.agents().pause(register(where), Agent.Pause.byMember("Too many mails", clock.instant()));
    }
}
