package dev.patchbay.tests.agent;

import static dev.patchbay.tests.action.RunningActions.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionState;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.call.ProviderError;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.action.ActionScene;
import dev.patchbay.tests.action.ScriptedAction;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An action is done only while the agent on whose behalf it runs is not paused. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PausedAgentTest {
    private static final AgentId OUTREACH = new AgentId("outreach");

    private final Aws aws;

    @RegisterExtension
    private final ActionScene scene;

    PausedAgentTest(Aws aws) {
        this.aws = aws;
        scene = new ActionScene(aws);
    }

    @Test
    void aPausedAgentsActionIsRefusedWithTheReasonAndNotCalled() {
        pause(scene.workspace());
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());
        ScriptedAction action = new ScriptedAction(true);

        ActionRunner.Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(new ActionRunner.Disposition.Done());
        assertThat(action.calls()).isEmpty();
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(scene.actions.find(message).outcome().failure())
                .contains(new ActionFailure(
                        "agent_paused", "Agent Outreach is paused: Too many mails", Optional.of("Resume the agent")));
    }

    @Test
    void anAgentThatRunsActs() {
        register(scene.workspace());
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());

        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void anUnregisteredAgentActs() {
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());

        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void thePauseOfAnotherWorkspacesAgentOfThatNameStopsNothing() {
        pause(aws.newWorkspace());
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());

        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void pauseRefusesAnActionThatWaitsForARetry() {
        register(scene.workspace());
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());
        ScriptedAction action = new ScriptedAction(false)
                .fails(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30)));
        scene.actions.runner(action).run(message, FIRST);

        pause(scene.workspace());
        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).outcome().failure().map(ActionFailure::code))
                .contains("agent_paused");
    }

    @Test
    void actionDoneBeforeThePauseIsNotRepeated() {
        register(scene.workspace());
        ActionMessage message = scene.actions.acceptedFor(OUTREACH, scene.connection());
        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        pause(scene.workspace());
        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(scene.actions.find(message).outcome().failure()).isEmpty();
    }

    private Agent register(WorkspaceId where) {
        return scene.actions.agents().register(where, OUTREACH, "Outreach", Set.of("gmail"));
    }

    private void pause(WorkspaceId where) {
        scene.actions.agents().pause(register(where), Agent.Pause.byMember("Too many mails", scene.clock.instant()));
    }
}
