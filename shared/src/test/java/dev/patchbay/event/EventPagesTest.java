package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * docs/events.md and docs/events.schema.json say what the records declare. With {@code -Devents.docs=write} they are brought up to date
 * instead.
 */
class EventPagesTest {
    private static final Path PAGE = Path.of("../docs/events.md");
    private static final Path SCHEMA = Path.of("../docs/events.schema.json");
    private static final String REMEDY =
            "Run ./mvnw -pl shared test -Dtest=EventPagesTest -Devents.docs=write, and complete the page by hand";

    private final List<EventType> types = EventType.all();

    @Test
    void pageIsThatOfTheRecords() throws IOException {
        assertIsOrWrite(PAGE, EventPage.of(types, Files.readString(PAGE)));
    }

    @Test
    void schemaIsThatOfTheRecords() throws IOException {
        assertIsOrWrite(SCHEMA, EventSchema.of(types));
    }

    @Test
    void pageHasAnExampleOfEachType() {
        assertThat(EventDocumentation.examples())
                .containsOnlyKeys(types.stream().map(EventType::name).toList());
    }

    private static void assertIsOrWrite(Path file, String expected) throws IOException {
        if ("write".equals(System.getProperty("events.docs"))) {
            Files.writeString(file, expected);
        }
        assertThat(file).as(REMEDY).exists();
        assertThat(Files.readString(file)).as(REMEDY).isEqualTo(expected);
    }
}
