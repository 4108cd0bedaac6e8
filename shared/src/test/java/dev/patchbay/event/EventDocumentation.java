package dev.patchbay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The examples of docs/events.md. */
public final class EventDocumentation {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private EventDocumentation() {}

    /** The names and kinds of the fields of each documented event, by the event's type. */
    public static Map<String, String> shapes() {
        try {
            return EXAMPLE.matcher(Files.readString(Path.of("../docs/events.md")))
                    .results()
                    .map(MatchResult::group)
                    .map(block -> block.replaceAll("```(json)?", ""))
                    .collect(Collectors.toMap(
                            example -> parsed(example).path("type").asText(),
                            EventDocumentation::shape,
                            (one, other) -> {
                                throw new IllegalStateException("Two examples of one type");
                            },
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names and kinds of an event's fields: {@code account STRING, connectionId STRING, …}. */
    public static String shape(String event) {
        return parsed(event).properties().stream()
                .map(field -> field.getKey() + " " + field.getValue().getNodeType())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An example that is no JSON", e);
        }
    }
}
