package dev.patchbay.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes one event as one line of JSON, with the fields that docs/operations.md lists. Thread-safe. */
public final class LogLine extends LayoutBase<ILoggingEvent> {
    /** Characters of a text: a line with some of them stays below the 1 MB of an event in CloudWatch Logs. */
    private static final int LONGEST = 16_384;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("timestamp", TIME.format(event.getInstant()));
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("message", cut(event.getFormattedMessage()));
            for (Map.Entry<String, String> id : event.getMDCPropertyMap().entrySet()) {
                if (id.getKey().equals("cold_start")) {
                    json.writeBooleanField("cold_start", Boolean.parseBoolean(id.getValue()));
                } else {
                    json.writeStringField(id.getKey(), cut(id.getValue()));
                }
            }
            if (event.getThrowableProxy() != null) {
                error(json, event.getThrowableProxy());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string takes any text", e);
        }
        return line.append('\n').toString();
    }

    private static void error(JsonGenerator json, IThrowableProxy thrown) throws IOException {
        json.writeObjectFieldStart("error");
        if (thrown.getMessage() != null) {
            json.writeStringField("message", cut(thrown.getMessage()));
        }
        json.writeStringField("name", thrown.getClassName());
        json.writeStringField("stack", cut(ThrowableProxyUtil.asString(thrown)));
        json.writeEndObject();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
