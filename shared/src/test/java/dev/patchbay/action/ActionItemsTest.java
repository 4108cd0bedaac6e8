package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.aws.Item;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActionItemsTest {
    @Test
    void queuedActionComesBackAsItWasWritten() {
        ActionRecord queued = queued(Optional.of("agent-1"));

        assertThat(ActionItems.read(ActionItems.write(queued))).isEqualTo(queued);
    }

    @Test
    void resultIsRead() {
        Item item = ActionItems.write(queued(Optional.empty()));

        ActionItems.result(ActionResult.of("messageId", "1", "threadId", "2"))
                .forEach((name, value) -> item.values().put(name, value));

        assertThat(ActionItems.read(item).outcome().result())
                .isEqualTo(ActionResult.of("messageId", "1", "threadId", "2").json());
    }

    @Test
    void aResultKeepsItsTypes() throws JsonProcessingException {
        Item item = ActionItems.write(queued(Optional.empty()));
        JsonNode given = new JsonMapper().readTree("""
                {"text":"120","count":120,"share":0.25,"large":12345678901234567890,"exact":true,"none":null,
                 "list":["a",1,false],"object":{"deeper":{"deepest":1}},"empty":{},"nothing":[]}""");

        ActionItems.result(new ActionResult((ObjectNode) given))
                .forEach((name, value) -> item.values().put(name, value));

        assertThat(ActionItems.read(item).outcome().result().toString()).isEqualTo(given.toString());
    }

    @Test
    void aResultThatWasStoredAsTextsIsRead() {
        Item item = ActionItems.write(queued(Optional.empty()));

        item.textsByName("result", Map.of("matched", "true"));

        assertThat(ActionItems.read(item).outcome().result().toString()).isEqualTo("{\"matched\":\"true\"}");
    }

    @Test
    void failureIsRead() {
        ActionFailure failure = new ActionFailure("not_found", "Channel not found", Optional.of("Create it"));
        Item item = ActionItems.write(queued(Optional.empty()));

        ActionItems.failure(failure).forEach((name, value) -> item.values().put(name, value));

        assertThat(ActionItems.read(item).outcome().failure()).contains(failure);
    }

    private static ActionRecord queued(Optional<String> agent) {
        return SampleAction.message(agent, Instant.parse("2026-11-20T12:00:00.123Z"))
                .queued();
    }
}
