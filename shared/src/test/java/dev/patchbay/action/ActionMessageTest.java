package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionMessageTest {
    private static final ObjectNode INPUT =
            JsonNodeFactory.instance.objectNode().put("text", "grüß \"dich\"").put("count", 2);

    @Test
    void comesBackAsItWasSent() {
        ActionMessage message = message(Optional.of("agent-1"));

        assertThat(ActionMessage.of(message.toJson())).isEqualTo(message);
    }

    @Test
    void withoutAnAgentItComesBackWithoutOne() {
        ActionMessage message = message(Optional.empty());

        assertThat(ActionMessage.of(message.toJson())).isEqualTo(message);
    }

    /** Messages of an older version wait in queues. */
    @Test
    void formStaysWhatItWas() {
        assertThat(message(Optional.of("agent-1")).toJson())
                .isEqualTo("{\"workspace\":\"acme\",\"id\":\"act_0123456789abcdef0123456789abcdef\","
                        + "\"action\":\"slack.post-message\",\"provider\":\"slack\","
                        + "\"connection\":\"conn_0123456789abcdef0123456789\","
                        + "\"createdAt\":\"2026-11-20T12:00:00.123Z\",\"deadline\":\"2026-11-20T12:15:00.123Z\","
                        + "\"correlation\":\"request-1\",\"agent\":\"agent-1\","
                        + "\"input\":{\"text\":\"grüß \\\"dich\\\"\",\"count\":2}}");
    }

    @Test
    void messageOfAnOlderVersionIsCorrelatedByItsAction() {
        String older = message(Optional.empty()).toJson().replace("\"correlation\":\"request-1\",", "");

        assertThat(ActionMessage.of(older).correlation()).isEqualTo("act_0123456789abcdef0123456789abcdef");
    }

    @Test
    void messageOfAnOlderVersionHasTheStandardDeadline() {
        String older = message(Optional.empty()).toJson().replace("\"deadline\":\"2026-11-20T12:15:00.123Z\",", "");

        assertThat(older).doesNotContain("deadline");
        assertThat(ActionMessage.of(older).accepted().deadline()).isEqualTo(Instant.parse("2026-11-20T12:15:00.123Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "{}", "[]", "{\"workspace\":\"acme\"}"})
    void anythingElseIsRefused(String body) {
        assertThatThrownBy(() -> ActionMessage.of(body)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptedActionIsQueuedAndWasNeverTried() {
        ActionRecord queued = message(Optional.of("agent-1")).queued();

        assertThat(queued.state()).isEqualTo(ActionState.QUEUED);
        assertThat(queued.progress().attempts()).isZero();
        assertThat(queued.accepted().agent()).contains("agent-1");
        assertThat(queued.outcome().finishedAt()).isEmpty();
    }

    private static ActionMessage message(Optional<String> agent) {
        return SampleAction.message(agent, Instant.parse("2026-11-20T12:00:00.123Z"), INPUT);
    }
}
