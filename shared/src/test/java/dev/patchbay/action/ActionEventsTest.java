package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.aws.Item;
import dev.patchbay.event.EventDocumentation;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class ActionEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ActionFailure FAILURE = new ActionFailure("not_found", "Not found", Optional.of("Create it"));

    private final RecordingTable table = new RecordingTable();
    private final ActionStore store = new ActionStore(table, "actions", Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void successEventIsAsDocumented() {
        store.succeed(running(Optional.of("agent-1")), ActionResult.of("ts", "1"));

        assertSentAsDocumented("action.succeeded");
    }

    @Test
    void aResultKeepsItsTypesInTheEvent() throws JsonProcessingException {
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("matched", true).put("employees", 120);

        store.succeed(running(Optional.empty()), new ActionResult(result));

        assertThat(new JsonMapper().readTree(event()).path("result")).isEqualTo(result);
    }

    @Test
    void failureEventIsAsDocumented() {
        store.fail(running(Optional.of("agent-1")), ActionState.FAILED, FAILURE);

        assertSentAsDocumented("action.failed");
    }

    @Test
    void unknownOutcomeIsSentAsAFailure() {
        store.fail(running(Optional.of("agent-1")), ActionState.UNKNOWN, FAILURE);

        assertSentAsDocumented("action.failed");
        assertThat(event()).contains("\"outcome\":\"unknown\"");
    }

    @Test
    void absentAgentAndSuggestionAreLeftOut() {
        store.fail(
                running(Optional.empty()),
                ActionState.FAILED,
                new ActionFailure("not_allowed", "Not allowed", Optional.empty()));

        assertThat(event()).doesNotContain("agentId").doesNotContain("suggestion");
    }

    @Test
    void noStateButTwoIsAFailure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.fail(running(Optional.empty()), ActionState.SUCCEEDED, FAILURE));
    }

    @Test
    void requeueSendsNoEvent() {
        store.requeue(running(Optional.empty()), FAILURE, NOW);

        assertThat(lastUpdate().updateExpression())
                .doesNotContain("#event =")
                .contains("REMOVE")
                .contains("#event");
    }

    private void assertSentAsDocumented(String type) {
        assertThat(EventJson.type(event())).isEqualTo(type);
        assertThat(event()).contains("\"id\":\"evt_act_");
        assertThat(EventDocumentation.faults(event())).isEmpty();
    }

    private String event() {
        String expression = lastUpdate().updateExpression();
        String attribute = "#" + PatchbayEvent.ATTRIBUTE + " = ";
        assertThat(expression).contains(attribute);
        String placeholder = expression.substring(expression.indexOf(attribute) + attribute.length())
                .split("[, ]", 2)[0];
        return Item.of(lastUpdate().expressionAttributeValues()).text(placeholder);
    }

    private UpdateItemRequest lastUpdate() {
        return table.requests().getLast();
    }

    private static ActionRecord running(Optional<String> agent) {
        ActionRecord queued = SampleAction.message(agent, NOW).queued();
        return new ActionRecord(
                queued.accepted(),
                new ActionProgress(ActionState.RUNNING, 1, Optional.of(NOW.plusSeconds(30)), Optional.empty()),
                queued.outcome());
    }
}
