package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas take what Patchbay writes, and nothing else. */
class EventSchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Collection<ObjectNode> examples() {
        return EventDocumentation.examples().values();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedEventIsValid(ObjectNode example) {
        assertThat(EventDocumentation.faults(example.toString())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eventWithoutARequiredFieldIsNotValid(ObjectNode example) {
        example.remove("workspace");

        assertThat(EventDocumentation.faults(example.toString())).isNotEmpty();
    }

    @Test
    void fieldOfAnotherKindIsNotValid() {
        ObjectNode event = EventDocumentation.example("connection.expiring");

        assertThat(EventDocumentation.faults(
                        event.deepCopy().put("daysLeft", "7").toString()))
                .hasSize(1);
        assertThat(EventDocumentation.faults(
                        event.deepCopy().put("at", "tomorrow").toString()))
                .hasSize(1);
    }

    @Test
    void outcomeOfAnotherTypeIsNotValid() {
        ObjectNode event = EventDocumentation.example("action.succeeded").put("outcome", "failed");

        assertThat(EventDocumentation.faults(event.toString())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "ended-connections"})
    void eventOfASampleIsValid(String function) throws IOException {
        JsonNode envelope = JSON.readTree(sample(function).at("/Records/0/body").asText());

        assertThat(EventDocumentation.faults(envelope.path("detail").toString()))
                .isEmpty();
        assertThat(envelope.path("detail-type")).isEqualTo(envelope.at("/detail/type"));
    }

    @Test
    void eventOfTheRelaysSampleIsValid() throws IOException {
        String event =
                sample("event-relay").at("/Records/0/dynamodb/NewImage/event/S").asText();

        assertThat(EventDocumentation.faults(event)).isEmpty();
    }

    private static JsonNode sample(String function) throws IOException {
        return JSON.readTree(Path.of("../events/" + function + ".json").toFile());
    }
}
