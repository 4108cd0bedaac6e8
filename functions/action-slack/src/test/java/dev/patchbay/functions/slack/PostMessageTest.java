package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.ProviderError;
import dev.patchbay.connection.Account;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostMessageTest {
    private static final String POSTED = """
            {"ok": true, "channel": "C024BE91L", "ts": "1503435956.000247",
             "message": {"blocks": [{"type": "a-block-of-tomorrow"}]}}""";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private ProviderStandIn slack;
    private Posting posting;

    @BeforeEach
    void start() throws IOException {
        slack = new ProviderStandIn("slack", new Account("T1", "Acme"), "xoxb-1");
        posting = new Posting(slack, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void resultNamesTheMessage() throws Exception {
        slack.answers("chat.postMessage", POSTED);

        ActionResult result = posting.post("""
                {"channel": "C024BE91L", "text": "Hello"}""");

        assertThat(result).isEqualTo(ActionResult.of("channel", "C024BE91L", "ts", "1503435956.000247"));
    }

    @Test
    void everythingGivenIsSent() throws Exception {
        slack.answers("chat.postMessage", POSTED);

        posting.post("""
                {"channel": "C024BE91L", "text": "Grüße & <more>", "blocks": [{"type": "divider"}],
                 "threadTs": "1503435956.000247"}""");

        assertThat(slack.received().getLast().form())
                .containsAllEntriesOf(Map.of(
                        "channel", "C024BE91L",
                        "text", "Grüße & <more>",
                        "blocks", "[{\"type\":\"divider\"}]",
                        "thread_ts", "1503435956.000247"));
    }

    @Test
    void tokenIsTheBearer() throws Exception {
        slack.answers("chat.postMessage", POSTED);

        posting.post("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}");

        assertThat(slack.received().getLast().header("authorization")).contains("Bearer xoxb-1");
    }

    @Test
    void unknownChannelIdIsReportedWithASuggestion() {
        slack.answers("chat.postMessage", "{\"ok\": false, \"error\": \"channel_not_found\"}");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.NotFound(
                        "Channel not found",
                        Optional.of("Invite the Patchbay app to channel C024BE91L or update agent instruction")));
    }

    @Test
    void postCutOffAfterItWasReadIsNeverSentAgain() {
        slack.drops("chat.postMessage");

        posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}");

        assertThat(slack.paths()).containsExactly("/api/chat.postMessage");
    }

    @Test
    void postCutOffAfterItWasReadMayHaveActed() {
        slack.drops("chat.postMessage");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.Transient("Slack did not answer", true));
    }

    @Test
    void postAfterALookupIsNotSentAgainEither() {
        slack.answers("conversations.list", "{\"ok\": true, \"channels\": [{\"id\": \"C2\", \"name\": \"sales\"}]}");
        slack.drops("chat.postMessage");

        posting.failure("{\"channel\": \"#sales\", \"text\": \"Hello\"}");

        assertThat(slack.paths()).containsExactly("/api/conversations.list", "/api/chat.postMessage");
    }

    @ParameterizedTest
    @CsvSource({"503,0", "503,1", "500,0", "408,0", "421,0", "401,0", "407,0", "307,0", "308,0"})
    void postAnsweredWithAnErrorIsNotSentAgain(int status, String retryAfter) {
        slack.answers(
                "chat.postMessage",
                status,
                "{\"ok\": false, \"error\": \"trouble\"}",
                Map.of(
                        "Retry-After", retryAfter,
                        "Location", "/api/chat.postMessage",
                        "WWW-Authenticate", "Basic",
                        "Proxy-Authenticate", "Basic"));

        posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}");

        assertThat(slack.paths()).containsExactly("/api/chat.postMessage");
    }

    @Test
    void refusedConnectionHasDoneNothing() {
        // Port 1 is reserved and nothing listens there.
        Access nowhere = slack.accessAt("http://127.0.0.1:1");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}", nowhere))
                .isEqualTo(new ProviderError.Transient("Slack cannot be reached", false));
    }

    @Test
    void internalErrorOfThePostMayHaveActed() {
        slack.answers("chat.postMessage", "{\"ok\": false, \"error\": \"internal_error\"}");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isInstanceOfSatisfying(
                        ProviderError.Transient.class,
                        fault -> assertThat(fault.mayHaveActed()).isTrue());
    }

    @Test
    void rateLimitSaysHowLongToWait() {
        slack.answers(
                "chat.postMessage", 429, "{\"ok\": false, \"error\": \"ratelimited\"}", Map.of("Retry-After", "30"));

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.RateLimited("Slack asks to slow down", Duration.ofSeconds(30)));
    }

    @Test
    void revokedTokenIsUnauthorized() {
        slack.answers("chat.postMessage", "{\"ok\": false, \"error\": \"token_revoked\"}");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isInstanceOf(ProviderError.Unauthorized.class);
    }

    @Test
    void answerThatIsNoneOfSlacksLeavesOpenWhetherItActed() {
        slack.answers("chat.postMessage", "<html>Welcome to the hotel</html>");

        assertThat(posting.failure("{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.Transient("Slack gave an answer that cannot be understood", true));
    }
}
