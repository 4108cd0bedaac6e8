package dev.patchbay.functions.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.connection.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendEmailTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final SendEmail action = new SendEmail(new GmailApi(new ProviderHttp(), Clock.fixed(NOW, ZoneOffset.UTC)));
    private ProviderStandIn gmail;

    @BeforeEach
    void start() throws IOException {
        gmail = new ProviderStandIn("gmail", new Account("1", "me@example.com"), "ya29-1");
    }

    @AfterEach
    void stop() {
        gmail.close();
    }

    @Test
    void resultNamesTheEmailAndItsConversation() throws Exception {
        succeeds();

        ActionResult result = action.call(Emails.toAnn(""), gmail.access());

        assertThat(result).isEqualTo(ActionResult.of("messageId", "m1", "threadId", "t1"));
    }

    @Test
    void emailIsSentAsTheConnectedAccount() throws Exception {
        succeeds();

        action.call(Emails.toAnn(""), gmail.access());

        ProviderStandIn.Received request = gmail.received().getFirst();
        assertThat(request.method() + " " + request.path() + " "
                        + request.header("authorization").orElse(""))
                .isEqualTo("POST /gmail/v1/users/me/messages/send Bearer ya29-1");
    }

    @Test
    void emailIsTheRawMessage() throws Exception {
        succeeds();

        action.call(Emails.toAnn(""), gmail.access());

        String raw = gmail.received().getFirst().json().path("raw").asText();
        assertThat(new String(Base64.getUrlDecoder().decode(raw), StandardCharsets.US_ASCII))
                .contains("To: ann@example.com\r\n", "\r\n\r\nHello Ann");
    }

    @Test
    void conversationIsNamed() throws Exception {
        succeeds();

        action.call(Emails.toAnn(", \"threadId\": \"t9\""), gmail.access());

        assertThat(gmail.received().getFirst().json().path("threadId").asText()).isEqualTo("t9");
    }

    @Test
    void connectionIsNotKept() throws Exception {
        succeeds();

        action.call(Emails.toAnn(""), gmail.access());

        assertThat(gmail.received().getFirst().header("connection")).contains("close");
    }

    @Test
    void sendCutOffAfterItWasReadIsNeverSentAgain() {
        gmail.drops();

        failure();

        assertThat(gmail.received()).hasSize(1);
    }

    @Test
    void sendCutOffAfterItWasReadMayHaveActed() {
        gmail.drops();

        assertThat(failure()).isEqualTo(new ProviderError.Transient("Gmail did not answer", true));
    }

    @Test
    void sendCutOffAfterAnEarlierOneWorkedIsNeverSentAgain() throws Exception {
        succeeds();

        action.call(Emails.toAnn(""), gmail.access());
        gmail.drops();

        failure();

        assertThat(gmail.received()).hasSize(2);
    }

    /** The server's answer has the real time as its date; the action's clock stands at another. */
    @Test
    void dateToWaitForIsJudgedByTheAnswersOwnDate() {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));
        gmail.answers(429, "{}", Map.of("Retry-After", inAnHour));

        assertThat(failure("", gmail.access()))
                .asInstanceOf(InstanceOfAssertFactories.type(ProviderError.RateLimited.class))
                .extracting(ProviderError.RateLimited::retryAfter)
                .asInstanceOf(InstanceOfAssertFactories.DURATION)
                .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
    }

    @Test
    void redirectIsNoSuccessAndNotFollowed() {
        gmail.answers(302, "{\"id\": \"m1\"}", Map.of("Location", "/elsewhere"));

        assertThat(failure("", gmail.access())).isInstanceOf(ProviderError.Transient.class);
        assertThat(gmail.received()).hasSize(1);
    }

    @Test
    void refusedConnectionHasDoneNothing() {
        // Port 1 is reserved and nothing listens there.
        assertThat(failure("", gmail.accessAt("http://127.0.0.1:1")))
                .isEqualTo(new ProviderError.Transient("Gmail cannot be reached", false));
    }

    @Test
    void unknownHostHasDoneNothing() {
        assertThat(failure("", gmail.accessAt("http://gmail.invalid")))
                .isEqualTo(new ProviderError.Transient("Gmail cannot be reached", false));
    }

    @Test
    void serverErrorIsNotTriedAgainAndMayHaveActed() {
        gmail.answers(500, "{}", Map.of());

        assertThat(failure())
                .isEqualTo(new ProviderError.Transient("Gmail returned a temporary error (status 500)", true));
    }

    @Test
    void unavailableServiceIsAskedOnce() {
        gmail.answers(503, "{}", Map.of("Retry-After", "0"));

        failure();

        assertThat(gmail.received()).hasSize(1);
    }

    @Test
    void redirectIsNotFollowed() {
        gmail.answers(307, "", Map.of("Location", "/elsewhere"));

        failure();

        assertThat(gmail.received()).hasSize(1);
    }

    @Test
    void expiredTokenIsUnauthorized() {
        gmail.answers(401, "{\"error\": {\"code\": 401, \"status\": \"UNAUTHENTICATED\"}}", Map.of());

        assertThat(failure()).isInstanceOf(ProviderError.Unauthorized.class);
    }

    @Test
    void rateLimitHidesBehindForbidden() {
        refuses(403, "userRateLimitExceeded");

        assertThat(failure()).isInstanceOf(ProviderError.RateLimited.class);
    }

    @Test
    void rateLimitSaysHowLongToWait() {
        gmail.answers(429, "{}", Map.of("Retry-After", "30"));

        assertThat(failure())
                .isEqualTo(new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofSeconds(30)));
    }

    @Test
    void dailyLimitIsAQuota() {
        refuses(403, "dailyLimitExceeded");

        assertThat(failure()).isInstanceOf(ProviderError.QuotaExhausted.class);
    }

    @Test
    void missingPermissionIsForThePersonToGrant() {
        refuses(403, "insufficientPermissions");

        assertThat(failure())
                .isEqualTo(new ProviderError.Misconfigured(
                        "Gmail needs the permission to send email. Reconnect and allow it"));
    }

    @Test
    void unknownConversationIsReportedAsNotFound() {
        refuses(404, "notFound");

        assertThat(failure(", \"threadId\": \"t9\"", gmail.access()).message())
                .isEqualTo("Conversation not found in this Gmail account");
    }

    @Test
    void answerThatIsNoneOfGmailsLeavesOpenWhetherItActed() {
        gmail.answers(200, "<html>Welcome to the hotel</html>", Map.of());

        assertThat(failure())
                .isEqualTo(new ProviderError.Transient("Gmail gave an answer that cannot be understood", true));
    }

    private void succeeds() {
        gmail.answers(200, "{\"id\": \"m1\", \"threadId\": \"t1\"}", Map.of());
    }

    /** Answers as Google does for an error with a reason. */
    private void refuses(int status, String reason) {
        gmail.answers(
                status,
                "{\"error\": {\"code\": %d, \"errors\": [{\"reason\": \"%s\"}]}}".formatted(status, reason),
                Map.of());
    }

    @CanIgnoreReturnValue
    private ProviderError failure() {
        return failure("", gmail.access());
    }

    private ProviderError failure(String furtherFields, Access access) {
        return catchThrowableOfType(ProviderException.class, () -> action.call(Emails.toAnn(furtherFields), access))
                .error();
    }
}
