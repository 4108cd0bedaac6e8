package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.Environment;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.RehearsalRequest;
import dev.patchbay.tests.integration.AwsUnderTest;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is logged where a token cannot be sent: never the token. */
@ExtendWith(AwsUnderTest.class)
class HostileLogTest {
    private static final String SECRET = "s3cret-token-of-this-test";
    private static final String ROUTE = "GET /anything";

    private final Aws aws;
    private final Recorded recorded = new Recorded();
    private final Logger root = LoggerContext.getContext(false).getRootLogger();
    private final Level before = root.getLevel();

    HostileLogTest(Aws aws) {
        this.aws = aws;
    }

    @BeforeEach
    void record() {
        recorded.start();
        root.addAppender(recorded);
        Configurator.setRootLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        Configurator.setRootLevel(before);
        root.removeAppender(recorded);
        recorded.stop();
    }

    @Test
    void tokenWithAControlCharacterIsInNoLog() {
        try (HostileProvider provider = new HostileProvider()) {
            provider.sends(
                    HostileAnswer.json(
                            200,
                            "{\"access_token\":\"" + SECRET + "\\u0000\",\"refresh_token\":\"" + SECRET + "\\n\"}"),
                    HostileAnswer.json(200, "{}"));

            assertThat(new HostileConnects(aws, provider).connect("hubspot").code())
                    .isEqualTo("unusable_answer");
        }

        assertThat(recorded.lines()).anyMatch(line -> line.contains("refused the exchange"));
        assertThat(recorded.lines()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void faultThatQuotesAHeaderIsLoggedWithoutIt() {
        Api api = Api.withoutTokens(
                Map.of(ROUTE, request -> {
                    HttpRequest.newBuilder(URI.create("http://localhost"))
                            .header("Authorization", "Bearer " + SECRET + "\u0000");
                    throw new AssertionError("The header was taken");
                }),
                Claims.of(new Environment(
                        Map.of("WORKSPACE_CLAIM", "workspace", "ROLE_CLAIM", "role", "EMAIL_CLAIM", "email"))));

        RehearsalRequest.of(ROUTE).answeredBy(api::answer, 500);

        assertThat(recorded.lines()).anyMatch(line -> line.contains("A request failed"));
        assertThat(recorded.lines()).noneMatch(line -> line.contains(SECRET));
    }

    /** Messages with the whole stack traces beside them, as a console shows them. */
    private static final class Recorded extends AbstractAppender {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Recorded() {
            super("recorded", null, null, true, Property.EMPTY_ARRAY);
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void append(LogEvent event) {
            StringWriter trace = new StringWriter();
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(trace));
            }
            lines.add(event.getMessage().getFormattedMessage() + "\n" + trace);
        }
    }
}
