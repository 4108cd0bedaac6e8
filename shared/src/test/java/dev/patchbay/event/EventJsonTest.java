package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {
    static Collection<ObjectNode> examples() {
        return EventDocumentation.examples().values();
    }

    /** Each field of each documented event. */
    static Stream<Arguments> fields() {
        return EventType.all().stream()
                .flatMap(type -> type.fields().stream()
                        .map(field -> Arguments.of(type.name(), field, EventDocumentation.example(type.name()))));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedEventIsReadAndWrittenAsItIs(ObjectNode example) {
        assertThat(EventJson.read(example.toString()).toJson()).isEqualTo(example.toString());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedEventHasTheFieldsOfItsRecord(ObjectNode example) {
        EventType type = EventType.all().stream()
                .filter(one -> one.name().equals(example.path("type").asText()))
                .findFirst()
                .orElseThrow();

        List<String> names = type.fields().stream().map(EventType.Field::name).toList();

        assertThat(example.properties()).extracting(field -> field.getKey()).containsExactlyElementsOf(names);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void documentedEventHasTheTypeOfItsRecord(ObjectNode example) {
        assertThat(EventJson.read(example.toString()).type())
                .isEqualTo(example.path("type").asText());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("fields")
    void missingFieldIsNamedUnlessItIsOptional(String type, EventType.Field field, ObjectNode event) {
        event.remove(field.name());

        if (field.optional()) {
            assertThat(EventJson.read(event.toString()).toJson()).isEqualTo(event.toString());
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EventJson.read(event.toString()))
                    .withMessage("The event has no " + field.name());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("fields")
    void fieldOfAnotherKindIsNamed(String type, EventType.Field field, ObjectNode event) {
        event.put(field.name(), 0.5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read(event.toString()))
                .withMessageStartingWith("The event's " + field.name() + " is not ");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void fieldsOfANewerProducerAreIgnored(ObjectNode example) {
        ObjectNode newer = example.deepCopy().put("addedLater", true);

        assertThat(EventJson.read(newer.toString())).isEqualTo(EventJson.read(example.toString()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eventIsTheDetailOfWhatIsDelivered(ObjectNode example) {
        String envelope = "{\"source\":\"patchbay\",\"detail\":" + example + "}";

        assertThat(EventJson.delivered(envelope)).isEqualTo(EventJson.read(example.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not JSON", "{\"detail\":{\"id\":\"evt_1\"}}", "[]", "null"})
    void whatIsNoEventIsRefused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> EventJson.delivered(message));
        assertThatIllegalArgumentException().isThrownBy(() -> EventJson.read(message));
    }

    @Test
    void unknownTypeIsRefusedByItsName() {
        String later = "{\"id\":\"evt_1\",\"type\":\"connection.paused\"}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read(later))
                .withMessage("The type of the event is unknown: connection.paused");
    }

    @Test
    void typeIsKnownOfAnEventThatIsNot() {
        assertThat(EventJson.type("{\"type\":\"connection.paused\"}")).isEqualTo("connection.paused");
        assertThat(EventJson.type("{}")).isEmpty();
    }

    @Test
    void emptyIdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read("""
                    {"id":"","type":"connection.refreshed","time":"2026-11-20T12:00:00Z","workspace":"acme"}\
                    """))
                .withMessage("The event's id is empty");
    }

    @Test
    void outcomeThatAnotherTypeHasIsRefused() {
        ObjectNode event = EventDocumentation.example("action.failed").put("outcome", "succeeded");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.read(event.toString()))
                .withMessage("The event's outcome is not one of the documented values");
    }
}
