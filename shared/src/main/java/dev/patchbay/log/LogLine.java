package dev.patchbay.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Writes one event as one line of JSON, with the fields that docs/operations.md lists. */
final class LogLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LogLine() {}

    /** @param ids further fields, in their order */
    static String of(Instant at, Level level, String message, Map<String, String> ids, @Nullable Throwable thrown) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", TIME.format(at));
            json.writeStringField("level", level.name());
            json.writeStringField("message", message);
            for (Map.Entry<String, String> id : ids.entrySet()) {
                if (id.getKey().equals("cold_start")) {
                    json.writeBooleanField("cold_start", Boolean.parseBoolean(id.getValue()));
                } else {
                    json.writeStringField(id.getKey(), id.getValue());
                }
            }
            if (thrown != null) {
                error(json, thrown);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string takes any text", e);
        }
        return line.toString();
    }

    private static void error(JsonGenerator json, Throwable thrown) throws IOException {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        json.writeObjectFieldStart("error");
        json.writeStringField("message", thrown.getMessage());
        json.writeStringField("name", thrown.getClass().getName());
        json.writeStringField("stack", stack.toString());
        json.writeEndObject();
    }
}
