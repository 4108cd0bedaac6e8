package dev.patchbay.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class JsonLoggingTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LogbackMDCAdapter ids = new LogbackMDCAdapter();

    @Test
    void logbackFindsThisConfiguration() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("json"))
                .isNotNull();
    }

    @Test
    void lineHasTheDocumentedFields() {
        ids.put("service", "connections");
        ids.put("cold_start", "true");
        ids.put("workspace", "acme");

        ours("INFO").info("Answered {} {}", 404, "not_found");

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
        ours("INFO").error("A request failed", new IllegalStateException("The item has no fence"));

        JsonNode error = only().path("error");
        assertThat(error.path("name").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.path("message").asText()).isEqualTo("The item has no fence");
        assertThat(error.path("stack").asText())
                .startsWith("java.lang.IllegalStateException: The item has no fence")
                .contains("\tat dev.patchbay.log.");
    }

    @Test
    void textOfAnotherNeverMakesASecondLineOrField() {
        ids.put("provider", "x\"},{\"workspace\":\"other");

        ours("INFO").warn("The provider said {}", "no\"\n{\"level\":\"ERROR\"}\u2028\u0000");

        JsonNode line = only();
        assertThat(line.path("message").asText())
                .isEqualTo("The provider said no\"\n{\"level\":\"ERROR\"}\u2028\u0000");
        assertThat(line.has("workspace")).isFalse();
    }

    @Test
    void lineBelowTheLevelIsNotPrinted() {
        ours("WARN").info("Nothing new");

        assertThat(lines()).isEmpty();
    }

    @Test
    void librariesLinesArePrintedFromWarnOn() {
        Logger library = context("INFO").getLogger("software.amazon.awssdk.Client");

        library.info("Ready");
        library.warn("Slow");

        assertThat(only().path("message").asText()).isEqualTo("Slow");
    }

    @Test
    void debuggingDoesNotPrintWhatLibrariesSend() {
        context("debug").getLogger("software.amazon.awssdk.Client").debug("AWS4 Canonical Request: …");
        context("trace").getLogger("com.slack.api.Client").debug("Authorization: …");

        assertThat(lines()).isEmpty();
    }

    @Test
    void longTextsAreCut() {
        ids.put("provider", "p".repeat(100_000));

        ours("INFO").error("m".repeat(100_000), new IllegalStateException("e".repeat(100_000)));

        JsonNode line = only();
        assertThat(line.path("message").asText()).hasSize(16_384).endsWith("m…");
        assertThat(line.path("provider").asText()).hasSize(16_384);
        assertThat(line.at("/error/message").asText()).hasSize(16_384);
        assertThat(line.at("/error/stack").asText()).hasSize(16_384);
    }

    @Test
    void levelIsThatOfPowertoolsElseOfLambdaElseInfo() {
        assertThat(level(Map.of())).isEqualTo("INFO");
        assertThat(level(Map.of("AWS_LAMBDA_LOG_LEVEL", "FATAL"))).isEqualTo("ERROR");
        assertThat(level(Map.of("POWERTOOLS_LOG_LEVEL", "debug", "AWS_LAMBDA_LOG_LEVEL", "WARN")))
                .isEqualTo("DEBUG");
        assertThat(level(Map.of("POWERTOOLS_LOG_LEVEL", "LOUD"))).isEqualTo("INFO");
    }

    private String level(Map<String, String> environment) {
        return context(environment).getLogger("dev.patchbay").getLevel().toString();
    }

    private Logger ours(String level) {
        return context(level).getLogger("dev.patchbay.Some");
    }

    private LoggerContext context(String level) {
        return context(Map.of("POWERTOOLS_LOG_LEVEL", level));
    }

    private LoggerContext context(Map<String, String> environment) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(ids);
        JsonLogging.configure(context, environment, printed);
        return context;
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
