package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider's answer before it is written, so that a fault can replace or drop it.
 *
 * @param status HTTP status, also the unofficial ones (529)
 * @param headers in the order in which they are sent, {@code Content-Type} included
 * @param pause before each byte of the body; zero sends it at once
 */
public record Reply(int status, Map<String, String> headers, String body, Duration pause) {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    public Reply {
        headers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    public Reply(int status, Map<String, String> headers, String body) {
        this(status, headers, body, Duration.ZERO);
    }

    public static Reply json(JsonNode body) {
        return json(200, body);
    }

    public static Reply json(int status, JsonNode body) {
        return of(status, "application/json; charset=utf-8", Json.text(body));
    }

    public static Reply text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body);
    }

    public static Reply html(int status, String body) {
        return of(status, "text/html; charset=utf-8", body);
    }

    public static Reply form(int status, Map<String, String> fields) {
        return of(status, "application/x-www-form-urlencoded; charset=utf-8", encoded(fields));
    }

    public static Reply redirect(URI target) {
        return new Reply(302, Map.of("Location", target.toString()), "");
    }

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), "");
    }

    public static Reply of(int status, String contentType, String body) {
        return new Reply(status, Map.of("Content-Type", contentType), body);
    }

    /** The same with one more header. */
    public Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body, pause);
    }

    /** The same without some top-level fields of its JSON; itself when it is not a JSON object. */
    Reply without(Set<String> fields) {
        return changed(object -> object.remove(fields));
    }

    /** The same with these top-level fields in its JSON; itself when it is not a JSON object. */
    Reply saying(Map<String, JsonNode> fields) {
        return changed(object -> object.setAll(fields));
    }

    /** The same, one byte of its body at a time. */
    Reply slowedBy(Duration pauseBeforeEachByte) {
        return new Reply(status, headers, body, pauseBeforeEachByte);
    }

    private Reply changed(UnaryOperator<ObjectNode> change) {
        try {
            if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
                return new Reply(status, headers, Json.text(change.apply(object)), pause);
            }
            return this;
        } catch (JsonProcessingException notJson) {
            return this;
        }
    }

    /** Fields as a query or a form, in their order. */
    public static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    void writeTo(Context context) throws InterruptedException {
        context.status(status);
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("Content-Type")) {
                context.contentType(value);
            } else {
                context.header(name, value);
            }
        });
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (pause.isPositive()) {
            writeSlowly(bytes, context.outputStream());
        } else if (bytes.length > 0) {
            context.result(bytes);
        }
    }

    /** In real time, as the time limits are that it tries. */
    private void writeSlowly(byte[] bytes, OutputStream out) throws InterruptedException {
        try {
            out.flush();
            for (byte one : bytes) {
                Thread.sleep(pause);
                out.write(one);
                out.flush();
            }
        } catch (IOException callerHasGivenUp) {
            LOG.debug("The caller closed the connection before the end of a slow body", callerHasGivenUp);
        }
    }
}
