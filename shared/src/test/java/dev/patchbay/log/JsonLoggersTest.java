package dev.patchbay.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class JsonLoggersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ThreadIds ids = new ThreadIds();

    @Test
    void slf4jFindsThisBackend() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(JsonLoggers.class);
    }

    @Test
    void lineHasTheDocumentedFields() {
        ids.put("service", "connections");
        ids.put("cold_start", "true");
        ids.put("workspace", "acme");

        ours(Level.INFO).info("Answered {} {}", 404, "not_found");

        JsonNode line = only();
        assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("message").asText()).isEqualTo("Answered 404 not_found");
        assertThat(line.path("service").asText()).isEqualTo("connections");
        assertThat(line.path("cold_start").isBoolean()).isTrue();
        assertThat(line.path("workspace").asText()).isEqualTo("acme");
        assertThat(line.has("error")).isFalse();
    }

    @Test
    void exceptionIsAnErrorWithNameMessageAndStack() {
        ours(Level.INFO).error("A request failed", new IllegalStateException("The item has no fence"));

        JsonNode error = only().path("error");
        assertThat(error.path("name").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.path("message").asText()).isEqualTo("The item has no fence");
        assertThat(error.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: The item has no fence\n\tat dev.patchbay.log.");
    }

    @Test
    void textOfAnotherNeverMakesASecondLineOrField() {
        ids.put("provider", "x\"},{\"workspace\":\"other");

        ours(Level.INFO).warn("The provider said {}", "no\"\n{\"level\":\"ERROR\"}\u2028\u0000");

        JsonNode line = only();
        assertThat(line.path("message").asText())
                .isEqualTo("The provider said no\"\n{\"level\":\"ERROR\"}\u2028\u0000");
        assertThat(line.has("workspace")).isFalse();
    }

    @Test
    void lineBelowTheLevelIsNotPrinted() {
        ours(Level.WARN).info("Nothing new");

        assertThat(lines()).isEmpty();
    }

    @Test
    void librariesLinesArePrintedFromWarnOn() {
        Logger library = loggers(Level.INFO).getLogger("software.amazon.awssdk.Client");

        library.info("Ready");
        library.warn("Slow");

        assertThat(only().path("message").asText()).isEqualTo("Slow");
    }

    @Test
    void librariesLinesArePrintedWhileDebugging() {
        loggers(Level.DEBUG).getLogger("software.amazon.awssdk.Client").debug("Sent");

        assertThat(only().path("message").asText()).isEqualTo("Sent");
    }

    @Test
    void listenerHearsEveryLineFromInfoOnUntilItEnds() {
        JsonLoggers loggers = loggers(Level.ERROR);
        Logger logger = loggers.getLogger("dev.patchbay.Some");
        List<String> heard = new ArrayList<>();

        Runnable end = loggers.listen(heard::add);
        logger.debug("Zero");
        logger.info("One");
        end.run();
        logger.info("Two");

        assertThat(heard).hasSize(1).allMatch(line -> line.contains("\"One\""));
        assertThat(lines()).isEmpty();
    }

    @Test
    void idsStayWithTheirThread() throws InterruptedException {
        ids.put("workspace", "acme");
        List<Map<String, String>> seen = new ArrayList<>();

        Thread other = Thread.ofPlatform().start(() -> seen.add(ids.getCopyOfContextMap()));
        other.join();

        assertThat(seen).containsExactly(Map.of());
    }

    @Test
    void levelIsThatOfPowertoolsElseOfLambdaElseInfo() {
        assertThat(JsonLogProvider.level(Map.of())).isEqualTo(Level.INFO);
        assertThat(JsonLogProvider.level(Map.of("AWS_LAMBDA_LOG_LEVEL", "FATAL")))
                .isEqualTo(Level.ERROR);
        assertThat(JsonLogProvider.level(Map.of("POWERTOOLS_LOG_LEVEL", "debug", "AWS_LAMBDA_LOG_LEVEL", "WARN")))
                .isEqualTo(Level.DEBUG);
        assertThat(JsonLogProvider.level(Map.of("POWERTOOLS_LOG_LEVEL", "LOUD")))
                .isEqualTo(Level.INFO);
    }

    private Logger ours(Level level) {
        return loggers(level).getLogger("dev.patchbay.Some");
    }

    private JsonLoggers loggers(Level level) {
        return new JsonLoggers(level, ids, new PrintStream(printed, false, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private JsonNode only() {
        assertThat(lines()).hasSize(1);
        try {
            return JSON.readTree(lines().getFirst());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + lines(), e);
        }
    }
}
