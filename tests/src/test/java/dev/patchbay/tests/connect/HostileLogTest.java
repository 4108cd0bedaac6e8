package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.patchbay.aws.Environment;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.log.LogLine;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** If a token cannot be sent, the log never holds the token. */
@ExtendWith(AwsUnderTest.class)
@Isolated("reads what the whole JVM logs")
class HostileLogTest {
    private static final String SECRET = "s3cret-token-of-this-test";
    private static final String ROUTE = "GET /anything";

    private final Aws aws;
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.patchbay");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    HostileLogTest(Aws aws) {
        this.aws = aws;
    }

    @BeforeEach
    void record() {
        logged.start();
        ours.addAppender(logged);
        ours.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        ours.detachAppender(logged);
        ours.setLevel(null);
    }

    /** As they are printed. */
    private List<String> lines() {
        LogLine line = new LogLine();
        return List.copyOf(logged.list).stream().map(line::doLayout).toList();
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

        assertThat(lines()).anyMatch(line -> line.contains("refused the exchange"));
        assertThat(lines()).noneMatch(line -> line.contains(SECRET));
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

        APIGatewayV2HTTPEvent request = APIGatewayV2HTTPEvent.builder()
                .withRouteKey(ROUTE)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withRequestId("hostile")
                        .build())
                .build();

        assertThat(api.answer(request, new RehearsalContext()).getStatusCode()).isEqualTo(500);

        assertThat(lines()).anyMatch(line -> line.contains("A request failed"));
        assertThat(lines()).noneMatch(line -> line.contains(SECRET));
    }
}
