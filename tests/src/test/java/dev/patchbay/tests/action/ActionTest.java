package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@ExtendWith(StackUnderTest.class)
class ActionTest {
    private final Tenant tenant;
    private final PatchbayClient owner;
    private final String subject = "Subject " + UUID.randomUUID();

    ActionTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void sendsAnEmailOnceAndReturnsItsIds() {
        tenant.connect(owner, "gmail", "john@gmail.com");

        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        assertThat(done.text("/status")).isEqualTo("succeeded");
        assertThat(done.text("/result/messageId")).isNotEmpty();
        assertThat(done.text("/result/threadId")).isNotEmpty();
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
    }

    @Test
    void aRepeatedIdempotencyKeySendsOneEmail() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, String> key = Map.of("Idempotency-Key", "k-" + subject.hashCode());

        Answer first = owner.post("/api/actions", Tenant.mail(subject), key);
        Answer second = owner.post("/api/actions", Tenant.mail(subject), key);
        tenant.outcome(owner, first);

        assertThat(second.text("/actionId")).isEqualTo(first.text("/actionId"));
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
    }

    @Test
    void aRequestRepeatedAfterADisconnectGetsItsFirstAnswer() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, String> key = Map.of("Idempotency-Key", "k-" + subject.hashCode());
        Answer first = owner.post("/api/actions", Tenant.mail(subject), key);
        tenant.outcome(owner, first);
        owner.delete("/api/connections/" + connection);

        Answer second = owner.post("/api/actions", Tenant.mail(subject), key);

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.text("/actionId")).isEqualTo(first.text("/actionId"));
        assertThat(second.text("/connectionId")).isEqualTo(connection);
        assertThat(second.text("/status")).isEqualTo("succeeded");
    }

    @Test
    void theWorkersLogCarriesTheIdOfTheRequest() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        Answer accepted = owner.post("/api/actions", Tenant.mail(subject, "invalid@"), Map.of());
        tenant.outcome(owner, accepted);
        String requestId = accepted.headers().firstValue("Apigw-Requestid").orElseThrow();

        List<String> log = tenant.cloud().functionLog().lines().stream()
                .map(line -> line.text())
                .filter(line -> line.contains(accepted.text("/actionId")) && line.contains("action-gmail"))
                .toList();

        assertThat(log).isNotEmpty().allMatch(line -> line.contains("\"correlation_id\":\"" + requestId + '"'));
    }

    @Test
    void anIdempotencyKeyThatStoodForAnotherRequestIsRefused() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, String> key = Map.of("Idempotency-Key", "k-" + subject.hashCode());
        owner.post("/api/actions", Tenant.mail(subject), key);

        Answer other = owner.post("/api/actions", Tenant.mail(subject + " changed"), key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/code")).isEqualTo("idempotency_key_reused");
    }

    @Test
    void aDuplicateDeliverySendsOneEmail() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        deliverAgain(done, connection);
        Answer later = tenant.act(owner, Tenant.mail(subject + " later"), Map.of());

        assertThat(later.text("/status")).isEqualTo("succeeded");
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
        assertThat(owner.get("/api/actions/" + done.text("/id")).json()).isEqualTo(done.json());
    }

    @Test
    void aCallThatBreaksOffAfterTheProviderActedIsNotMadeAgain() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.DropAfterActing("/messages/send", 1));

        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        assertThat(done.text("/status")).isEqualTo("unknown");
        assertThat(done.text("/error/code")).isEqualTo("outcome_unknown");
        assertThat(done.text("/error/suggestion")).isEqualTo("Look in Gmail before you send it again");
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
    }

    @Test
    void aStatus503AfterTheProviderActedIsNotSentAgain() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.AnswerAfterActing("/messages/send", 3, 503));

        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());
        tenant.cloud().simulators().google().behave();

        assertThat(done.text("/status")).isEqualTo("unknown");
        assertThat(done.text("/error/code")).isEqualTo("outcome_unknown");
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
    }

    @Test
    void aWorkerKilledAfterTheProviderActedDoesNotSendAgain() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.act(owner, Tenant.mail(subject + " to warm up"), Map.of());
        withVisibilityTimeout("GmailQueue", 3, () -> {
            tenant.cloud().simulators().google().misbehave(new Misbehaviour.Delay("/messages/send", 1, 1500));
            Answer accepted = owner.post("/api/actions", Tenant.mail(subject));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> owner.get("/api/actions/" + accepted.text("/actionId"))
                            .text("/status")
                            .equals("running"));
            tenant.cloud().functions().kill("ActionGmailFunction");

            Answer done = tenant.outcome(owner, accepted);

            assertThat(done.text("/status")).isEqualTo("unknown");
            assertThat(done.text("/error/message")).contains("may or may not");
            assertThat(tenant.mailsWith(subject)).isEqualTo(1);
        });
    }

    @Test
    void aMalformedRecipientFailsBeforeAnyCall() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        int before =
                tenant.cloud().simulators().google().requests("/messages/send").size();

        Answer done = tenant.act(owner, Tenant.mail(subject, "invalid@"), Map.of());

        assertThat(done.text("/status")).isEqualTo("failed");
        assertThat(done.text("/error/message")).isEqualTo("Failed to send to invalid@: Invalid email format");
        assertThat(tenant.cloud().simulators().google().requests("/messages/send"))
                .hasSize(before);
    }

    @Test
    void aMessageIsPostedToAChannelByNameAndToAPersonByEmail() {
        tenant.connect(owner, "slack", "john@acme.example");

        Answer toChannel = tenant.act(owner, slack(Map.of("channel", "#general", "text", subject)), Map.of());
        Answer toPerson = tenant.act(owner, slack(Map.of("user", "john@acme.example", "text", subject)), Map.of());

        assertThat(toChannel.text("/status")).as(toChannel.json().toString()).isEqualTo("succeeded");
        assertThat(toPerson.text("/status")).as(toPerson.json().toString()).isEqualTo("succeeded");
        assertThat(tenant.cloud().simulators().slack().messages())
                .filteredOn(message -> message.text().equals(subject))
                .hasSize(2);
    }

    @Test
    void unknownChannelIsReportedWithASuggestion() {
        tenant.connect(owner, "slack", "john@acme.example");

        Answer done = tenant.act(owner, slack(Map.of("channel", "#nowhere", "text", "Hi")), Map.of());

        assertThat(done.text("/status")).isEqualTo("failed");
        assertThat(done.text("/error/message")).isEqualTo("Channel not found");
        assertThat(done.text("/error/suggestion")).isEqualTo("Create channel #nowhere or update agent instruction");
    }

    @Test
    void aRateLimitIsWaitedForAndThenTheMessageIsPostedOnce() {
        tenant.connect(owner, "slack", "john@acme.example");
        tenant.cloud().simulators().slack().misbehave(new Misbehaviour.RateLimit("/chat.postMessage", 1, "2"));

        Answer done = tenant.act(owner, slack(Map.of("channel", "#general", "text", subject)), Map.of());

        assertThat(done.text("/status")).isEqualTo("succeeded");
        assertThat(tenant.cloud().simulators().slack().messages())
                .filteredOn(message -> message.text().equals(subject))
                .hasSize(1);
    }

    @Test
    void anAccessTokenThatEndedIsRefreshedUnseen() {
        tenant.connect(owner, "gmail", "jane@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.ExpireAccessTokens("jane@gmail.com"));

        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        assertThat(done.text("/status")).isEqualTo("succeeded");
        assertThat(tenant.mailsWith(subject)).isEqualTo(1);
    }

    @Test
    void revokedAccessFailsTheActionAndIsShownAtTheConnection() {
        String connection = tenant.connect(owner, "gmail", "jane@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant("jane@gmail.com"));

        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        assertThat(done.text("/status")).isEqualTo("failed");
        assertThat(done.text("/error/message")).isEqualTo("Gmail access was revoked");
        assertThat(owner.get("/api/connections/" + connection).text("/status")).isEqualTo("revoked");
        assertThat(owner.get("/api/connections/" + connection).text("/nextStep"))
                .isEqualTo("Reconnect Gmail");
    }

    @Test
    void aKeyThatIsRefusedOnceIsStillGood() {
        String connection = owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY))
                .text("/id");
        tenant.cloud().simulators().apollo().misbehave(new Misbehaviour.Answer("/people/match", 1, 401));

        Answer done = tenant.act(owner, Tenant.enrichment(), Map.of());

        assertThat(done.text("/status")).isEqualTo("succeeded");
        assertThat(owner.get("/api/connections/" + connection).text("/status")).isEqualTo("connected");
    }

    @Test
    void publishesTheOutcomeWithoutTheInput() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        Answer done = tenant.act(owner, Tenant.mail(subject), Map.of());

        JsonNode event = await().atMost(Duration.ofSeconds(20))
                .until(() -> event("action.succeeded"), found -> !found.isMissingNode());

        assertThat(event.path("source").asText()).isEqualTo("patchbay");
        assertThat(event.path("detail").path("actionId").asText()).isEqualTo(done.text("/id"));
        assertThat(event.path("detail").path("connectionId").asText()).isEqualTo(connection);
        assertThat(event.toString()).doesNotContain(subject);
    }

    @Test
    void theDeadlineOfAnActionIsWhatTheRequestSays() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, Object> twoHours = new HashMap<>(Tenant.mail(subject));
        twoHours.put("deadline", "PT2H");

        Answer done = tenant.act(owner, twoHours, Map.of());

        assertThat(Instant.parse(done.text("/deadline")))
                .isEqualTo(Instant.parse(done.text("/createdAt")).plus(Duration.ofHours(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT12H0.001S", "P1D", "PT0S", "-PT5M", "15 minutes", "900", "", "PT9999999999999999999H"})
    void aDeadlineThatIsNoneOrTooLateIsRefused(String deadline) {
        tenant.connect(owner, "gmail", "john@gmail.com");
        Map<String, Object> mail = new HashMap<>(Tenant.mail(subject));
        mail.put("deadline", deadline);

        Answer answer = owner.post("/api/actions", mail);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("deadline");
        assertThat(answer.text("/detail"))
                .isEqualTo("\"deadline\" must be an ISO 8601 duration of at most 12 hours, such as PT2H");
    }

    @Test
    void anUnknownActionIsRefusedWithTheKnownOnes() {
        tenant.connect(owner, "gmail", "john@gmail.com");

        Answer answer =
                owner.post("/api/actions", Map.of("provider", "gmail", "action", "gmail.fly", "input", Map.of()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("action");
        assertThat(answer.text("/detail")).contains("gmail.send-email");
    }

    @Test
    void aProviderThatIsNotConnectedIsAConflict() {
        Answer answer = owner.post("/api/actions", Tenant.mail(subject));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/detail")).isEqualTo("Gmail is not connected. Connect it first");
    }

    @Test
    void oneOfSeveralConnectionsMustBeNamed() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        String jane = tenant.connect(owner, "gmail", "jane@gmail.com");

        Answer unnamed = owner.post("/api/actions", Tenant.mail(subject));
        Answer named = owner.post(
                "/api/actions",
                Map.of(
                        "connectionId",
                        jane,
                        "action",
                        "gmail.send-email",
                        "input",
                        Map.of("to", List.of("a@example.com"), "subject", subject, "text", "Hi")));

        assertThat(unnamed.text("/code")).isEqualTo("ambiguous_connection");
        assertThat(tenant.outcome(owner, named).text("/status")).isEqualTo("succeeded");
    }

    private JsonNode event(String type) {
        return tenant.cloud().publishedEvents().stream()
                .map(published -> published.event())
                .filter(event -> event.path("detail-type").asText().equals(type))
                .filter(event -> event.path("detail").path("workspace").asText().equals(tenant.workspace()))
                .findFirst()
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    private static Map<String, Object> slack(Map<String, String> input) {
        return Map.of("provider", "slack", "action", "slack.post-message", "input", input);
    }

    /** Puts the message of a finished action into its queue once more, as SQS may after it was acknowledged. */
    private void deliverAgain(Answer done, String connection) {
        String message =
                """
                {"workspace":"%s","id":"%s","action":"gmail.send-email","provider":"gmail","connection":"%s",
                 "createdAt":"%s","input":{"to":["maria@example.com"],"subject":"%s","text":"Hello"}}""".formatted(tenant.workspace(), done.text("/id"), connection, done.text("/createdAt"), subject);
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            sqs.sendMessage(send -> send.queueUrl(queueUrl(sqs, "GmailQueue"))
                    .messageBody(message)
                    .messageGroupId(connection)
                    .messageDeduplicationId(UUID.randomUUID().toString()));
        }
    }

    private void withVisibilityTimeout(String queue, int seconds, Runnable test) {
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            String url = queueUrl(sqs, queue);
            String before = Objects.requireNonNull(sqs.getQueueAttributes(
                            get -> get.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                    .attributes()
                    .get(QueueAttributeName.VISIBILITY_TIMEOUT));
            setVisibilityTimeout(sqs, url, Integer.toString(seconds));
            try {
                test.run();
            } finally {
                setVisibilityTimeout(sqs, url, before);
            }
        }
    }

    private static void setVisibilityTimeout(SqsClient sqs, String url, String seconds) {
        sqs.setQueueAttributes(
                set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, seconds)));
    }

    private String queueUrl(SqsClient sqs, String logicalId) {
        String name = tenant.cloud().stack().queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .name();
        return sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
    }
}
