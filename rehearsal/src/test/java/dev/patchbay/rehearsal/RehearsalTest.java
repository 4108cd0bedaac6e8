package dev.patchbay.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class RehearsalTest {
    private static final String SCRIPT = """
            {"provider": "gmail", "events": [{"number": 1}, {"number": 2}],
             "answers": {
               "Query AGENTS_TABLE": {"Items": [{"name": "a", "uses": ["gmail"], "resumes": 0, "key": {"B": "AA=="}}]},
               "POST /token": [{"turn": 1}, {"turn": 2}]}}""";

    private final Logger log = (Logger) LoggerFactory.getLogger(Rehearsal.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> answers = new ArrayList<>();

    @BeforeEach
    void listen() {
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void detach() {
        log.detachAppender(logged);
    }

    @Test
    void eachRequestGetsTheAnswerOfTheScript() throws Exception {
        Rehearsal.play(script(), (environment, aws) -> event -> {
            answers.add(call(aws, "DynamoDB_20120810.Query", "{\"TableName\":\"AGENTS_TABLE\"}"));
            answers.add(call(URI.create(environment.get("CONNECTION_URL")), "", "/token"));
        });

        assertThat(answers.subList(0, 4)).containsExactly("""
                        {"Items":[{"name":{"S":"a"},"uses":{"SS":["gmail"]},"resumes":{"N":"0"},"key":{"B":"AA=="}}],"Count":1}""", "{\"turn\":1}", answers.getFirst(), "{\"turn\":2}");
    }

    @Test
    void requestThatNoEventExpectsIsAnError() {
        assertThatThrownBy(() -> Rehearsal.play(
                        script(),
                        (environment, aws) ->
                                event -> call(aws, "DynamoDB_20120810.Query", "{\"TableName\":\"OTHER_TABLE\"}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The rehearsal expects no such request: [Query {\"TableName\":\"OTHER_TABLE\"}]");
    }

    @Test
    void anOperationThatNoEventExpectsIsAnErrorThatReplacesItsConsequences() {
        assertThatThrownBy(() -> Rehearsal.play(script(), (environment, aws) -> event -> {
                    call(aws, "DynamoDB_20120810.Scan", "{\"TableName\":\"AGENTS_TABLE\"}");
                    throw new IllegalStateException("The function does not work");
                }))
                .hasMessageStartingWith("The rehearsal expects no such request: [Scan ");
    }

    @Test
    void answerThatNoRequestCameForIsAnError() {
        assertThatThrownBy(() -> Rehearsal.play(
                        script(),
                        (environment, aws) ->
                                event -> call(aws, "DynamoDB_20120810.Query", "{\"TableName\":\"AGENTS_TABLE\"}")))
                .hasMessage("The rehearsal expects requests that did not come: [POST /token]");
    }

    @Test
    void failurePreventsNoSnapshotAndIsLogged() {
        PrintStream before = System.out;

        Rehearsal.ofRequests(Greeting.class, (environment, aws) -> new Greeting(500));

        assertThat(logged.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage() + ": "
                        + line.getThrowableProxy().getMessage() + " " + line.getMDCPropertyMap())
                .containsExactly(
                        "ERROR The rehearsal failed, so that first calls take longer: fix the function or its script:"
                                + " \"GET /greeting\" was answered with {\"statusCode\":500} {rehearsal=true}");
        assertThat(System.out).isSameAs(before);
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void functionIsRestoredBeforeEachCall() {
        Greeting greeting = new Greeting(200);

        Rehearsal.ofRequests(Greeting.class, (environment, aws) -> greeting);

        assertThat(logged.list).isEmpty();
        assertThat(greeting.seen()).hasSize(60).startsWith("restored", "{rehearsal=true} rehearsal {\"name\":\"Ann\"}");
    }

    @Test
    void functionWithoutAScriptIsReported() {
        class Unscripted extends Greeting {
            Unscripted() {
                super(200);
            }
        }

        Rehearsal.ofRequests(Unscripted.class, (environment, aws) -> new Unscripted());

        assertThat(logged.list)
                .extracting(line -> line.getThrowableProxy().getMessage())
                .containsExactly("There is no /rehearsal/Unscripted.json");
    }

    private static Script script() throws IOException {
        return Script.of(SCRIPT);
    }

    private static String call(URI url, String target, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(body.startsWith("/") ? url.resolve(body) : url)
                .POST(BodyPublishers.ofString(body));
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            JsonNode answer = JsonMapper.builder()
                    .build()
                    .readTree(client.send(request.build(), BodyHandlers.ofString())
                            .body());
            return answer.toString();
        }
    }
}
