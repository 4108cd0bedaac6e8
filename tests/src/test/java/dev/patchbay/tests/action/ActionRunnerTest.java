package dev.patchbay.tests.action;

import static dev.patchbay.tests.action.RunningActions.FIRST;
import static dev.patchbay.tests.action.RunningActions.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.ActionFailure;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ActionRunner;
import dev.patchbay.action.ActionRunner.Disposition;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.Delivery;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Together;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One action from its message to its outcome, however often and by however many it is delivered. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionRunnerTest {
    private final Disposition done = new Disposition.Done();

    @RegisterExtension
    private final ActionScene scene;

    ActionRunnerTest(Aws aws) {
        scene = new ActionScene(aws);
    }

    @Test
    void aSuccessIsRecordedWithItsResult() {
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        Disposition disposition =
                scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(scene.actions.find(message).outcome().result())
                .isEqualTo(ActionResult.of("noteId", "n-1").json());
    }

    @Test
    void aSuccessNotesThatTheConnectionWasUsed() {
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(now().history().lastUsedAt()).contains(scene.clock.instant());
    }

    @Test
    void aDuplicateDeliveryActsOnce() {
        ScriptedAction action = new ScriptedAction(true);
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        runner.run(message, FIRST);

        Disposition again = runner.run(message, FIRST);

        assertThat(again).isEqualTo(done);
        assertThat(action.calls()).hasSize(1);
    }

    @Test
    void aMessageThatIsDeliveredToManyWorkersAtOnceActsOnce() throws Exception {
        ScriptedAction action = new ScriptedAction(true);
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        Together.call(8, () -> runner.run(message, FIRST));

        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void aMessageWhoseActionIsNotStoredDoesNothing() {
        ScriptedAction action = new ScriptedAction(true);
        ActionMessage message = scene.actions.message(
                scene.connection(),
                ScriptedAction.NAME,
                JsonNodeFactory.instance.objectNode().put("text", "hello"));

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(action.calls()).isEmpty();
    }

    @Test
    void messageWaitsWhileAnotherWorkerRunsIt() {
        ScriptedAction action = dying(new ScriptedAction(false));
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        assertDies(runner, message);
        scene.clock.advance(Duration.ofSeconds(9));

        Disposition second = runner.run(message, FIRST);

        assertThat(second).isEqualTo(new Disposition.Later(Duration.ofSeconds(21)));
        assertThat(action.calls()).hasSize(1);
    }

    @Test
    void crashInTheCallLeavesTheOutcomeUnknown() {
        ScriptedAction action = dying(new ScriptedAction(false));
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        assertDies(runner, message);
        scene.clock.advance(PLENTY);

        Disposition second = runner.run(message, FIRST);

        assertThat(second).isEqualTo(done);
        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.UNKNOWN);
        assertThat(failure(message).message()).startsWith("Gmail may or may not have done this");
    }

    @Test
    void repeatsASafeActionAfterACrash() {
        ScriptedAction action = dying(new ScriptedAction(true));
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        assertDies(runner, message);
        scene.clock.advance(PLENTY);

        Disposition second = runner.run(message, FIRST);
        Disposition third = runner.run(message, FIRST);

        assertThat(List.of(second, third)).containsExactly(new Disposition.Later(Duration.ZERO), done);
        assertThat(action.calls()).hasSize(2);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void malformedInputFailsBeforeAnyCall() {
        ScriptedAction action = new ScriptedAction(false);
        ActionMessage message = scene.actions.accepted(
                scene.connection(), JsonNodeFactory.instance.objectNode().put("txt", "hello"));

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(done);
        assertThat(action.calls()).isEmpty();
        assertThat(failure(message).code()).isEqualTo("invalid_input");
        assertThat(failure(message).message()).isEqualTo("\"text\" is missing");
    }

    @Test
    void inputThatTheActionRefusesFailsBeforeAnyCall() {
        ScriptedAction action = new ScriptedAction(false);
        ActionMessage message = scene.actions.accepted(scene.connection(), " ");

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).isEmpty();
        assertThat(failure(message).message()).isEqualTo("A note needs a text");
    }

    @Test
    void anActionThatTheWorkerDoesNotKnowFails() {
        ActionMessage message =
                scene.actions.message(scene.connection(), "gmail.dance", JsonNodeFactory.instance.objectNode());
        scene.actions.store().put(message.queued());

        scene.actions.runner(new ScriptedAction(false)).run(message, FIRST);

        assertThat(failure(message).code()).isEqualTo("unknown_action");
    }

    @Test
    void disconnectMeanwhileFailsTheActionWithoutACall() {
        ScriptedAction action = new ScriptedAction(false);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        scene.providers.connections().disconnect(scene.connection());

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).isEmpty();
        assertThat(failure(message).code()).isEqualTo("connection_disconnected");
    }

    @Test
    void anExpiredConnectionFailsTheActionAndSaysWhatToDo() {
        ScriptedAction action = new ScriptedAction(false);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        scene.providers.connections().end(scene.connection(), ConnectionStatus.EXPIRED, "grant_ended");

        scene.actions.runner(action).run(message, FIRST);

        assertThat(action.calls()).isEmpty();
        assertThat(failure(message).message()).isEqualTo("Gmail integration expired");
        assertThat(failure(message).suggestion()).contains("Reconnect Gmail");
    }

    @Test
    void withTooLittleTimeForACallTheActionIsNotClaimed() {
        ScriptedAction action = new ScriptedAction(false);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        Disposition disposition = scene.actions.runner(action).run(message, new Delivery(Duration.ofSeconds(11), 1));

        assertThat(disposition).isEqualTo(new Disposition.Later(Duration.ZERO));
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.QUEUED);
    }

    @Test
    void withTooLittleTimeForASecondCallItIsLeftToTheNextDelivery() {
        ScriptedAction action = new ScriptedAction(true).does(() -> {
            scene.clock.advance(Duration.ofSeconds(17));
            throw new ProviderException(new ProviderError.Transient("Gmail is unavailable", false));
        });
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        Disposition disposition = scene.actions.runner(action).run(message, FIRST);

        assertThat(disposition).isEqualTo(new Disposition.Later(Duration.ZERO));
        assertThat(action.calls()).hasSize(1);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.QUEUED);
        assertThat(scene.actions.find(message).progress().attempts()).isEqualTo(1);
    }

    @Test
    void disconnectAfterACrashKeepsTheOutcomeUnknown() {
        ScriptedAction action = dying(new ScriptedAction(false));
        ActionRunner runner = scene.actions.runner(action);
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");
        assertDies(runner, message);
        scene.providers.connections().disconnect(scene.connection());

        Disposition whileItMayLive = runner.run(message, FIRST);
        scene.clock.advance(PLENTY);
        Disposition afterwards = runner.run(message, FIRST);

        assertThat(whileItMayLive).isEqualTo(new Disposition.Later(PLENTY.plusSeconds(1)));
        assertThat(afterwards).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.UNKNOWN);
    }

    @Test
    void theLastDeliveryLeavesNoActionQueued() {
        ActionMessage message = scene.actions.accepted(scene.connection(), "hello");

        Disposition disposition = scene.actions
                .runner(new ScriptedAction(false))
                .run(message, new Delivery(Duration.ofSeconds(11), Delivery.LAST));

        assertThat(disposition).isEqualTo(done);
        assertThat(scene.actions.find(message).state()).isEqualTo(ActionState.FAILED);
        assertThat(failure(message).message()).startsWith("The provider took too long. Waited for ");
    }

    private static ScriptedAction dying(ScriptedAction action) {
        return action.does(() -> {
            throw new IllegalStateException("killed");
        });
    }

    private static void assertDies(ActionRunner runner, ActionMessage message) {
        assertThatThrownBy(() -> runner.run(message, FIRST)).hasMessage("killed");
    }

    private ActionFailure failure(ActionMessage message) {
        return scene.actions.find(message).outcome().failure().orElseThrow();
    }

    private Connection now() {
        return scene.providers
                .connections()
                .find(scene.workspace(), scene.connection().id())
                .orElseThrow();
    }
}
