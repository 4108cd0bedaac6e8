package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.action.ActionStore;
import dev.patchbay.action.OpenActions;
import dev.patchbay.action.QueuedActionLimit;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.functions.actions.ActionQueue;
import dev.patchbay.functions.actions.ActionTarget;
import dev.patchbay.functions.actions.SubmitAction;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.ProblemException;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What a caller is answered when the queue's answer is lost, or the queue refuses. */
@ExtendWith(AwsUnderTest.class)
class SubmitActionTest {
    private final Aws aws;
    private final WorkspaceId workspace;
    private final Connection connection;
    private final UnreliableQueue sqs;
    private final SubmitAction submit;

    SubmitActionTest(Aws aws) {
        this.aws = aws;
        workspace = aws.newWorkspace();
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        ConnectionStore connections = new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), Clock.systemUTC());
        connection = connections.connect(aws.gmail(workspace));
        sqs = new UnreliableQueue(aws.clients().sqs());
        ActionQueue queue = new ActionQueue(() -> sqs, Map.of("gmail", aws.newQueue("GmailQueue")));
        submit = new SubmitAction(
                new ActionTarget(
                        new ProviderCatalog(SubmitActionTest.class.getClassLoader(), Map.of()),
                        connections,
                        new ConnectionsByProvider(dynamoDb, aws.table("ConnectionsTable")),
                        queue,
                        new QueuedActionLimit(
                                new OpenActions(dynamoDb, aws.table("ActionsTable")), 5_000, 50, Clock.systemUTC()),
                        wait -> {}),
                new AgentStore(dynamoDb, aws.table("AgentsTable"), Clock.systemUTC()),
                new ActionStore(dynamoDb, aws.table("ActionsTable"), Clock.systemUTC()),
                queue,
                Clock.systemUTC());
    }

    @Test
    void anActionWhoseAnswerWasLostIsAcceptedAndQueuedOnce() {
        sqs.lostAnswers = 1;

        ApiResponse answer = submit.answer(request("{}"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(sqs.queued()).hasSize(1);
        assertThat(states()).containsExactly("QUEUED");
    }

    @Test
    void actionWithAllAnswersLostIsRefusedAndNotRun() {
        sqs.lostAnswers = 9;

        ProblemException refused = refused(request("{}"));

        assertThat(refused.problem().status()).isEqualTo(503);
        assertThat(states()).as("its message finds that it has ended").containsExactly("FAILED");
    }

    @Test
    void aStartedActionIsAcceptedDespiteAQueueError() {
        sqs.lostAnswers = 9;
        sqs.afterAccepting = () -> become("RUNNING");

        assertThat(submit.answer(request("{}")).status()).isEqualTo(202);
        assertThat(states()).containsExactly("RUNNING");
    }

    @Test
    void keyedActionWithAllAnswersLostIsQueuedOnce() {
        sqs.lostAnswers = 9;

        ApiResponse first = submit.answer(request("{}", "key-1"));
        sqs.lostAnswers = 0;
        ApiResponse second = submit.answer(request("{}", "key-1"));

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body()).contains("\"queued\"").isEqualTo(second.body());
        assertThat(sqs.queued()).hasSize(1);
        assertThat(states()).containsExactly("QUEUED");
    }

    @Test
    void repeatedRequestQueuesAnActionThatWasNotQueued() {
        sqs.lostMessages = 9;

        assertThat(submit.answer(request("{}", "key-1")).status()).isEqualTo(202);
        assertThat(sqs.queued()).isEmpty();
        sqs.lostMessages = 0;
        assertThat(submit.answer(request("{}", "key-1")).status()).isEqualTo(202);

        assertThat(sqs.queued()).hasSize(1);
        assertThat(states()).containsExactly("QUEUED");
    }

    @Test
    void messageRefusedByTheQueueIsNotRetried() {
        for (String code : List.of("InvalidMessageContents", "AWS.SimpleQueueService.InvalidMessageContents")) {
            sqs.refusal = Optional.of(sqsError(code));

            ProblemException refused = refused(request("{}"));

            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().field()).contains("input");
            assertThat(refused.problem().detail()).doesNotContain("Send it again");
        }
        assertThat(states()).containsOnly("FAILED");
    }

    @Test
    void aDeploymentThatMayNotSendLeavesNoActionQueued() {
        sqs.refusal = Optional.of(sqsError("AccessDeniedException"));

        assertThatThrownBy(() -> submit.answer(request("{}"))).isInstanceOf(SqsException.class);

        assertThat(states()).containsExactly("FAILED");
    }

    @Test
    void inputTooLargeForTheQueueIsRefusedUnrecorded() {
        String numbers = "1e9,".repeat(240_000) + "1";

        ProblemException refused = refused(request("{\"numbers\":[" + numbers + "]}"));

        assertThat(refused.problem().status()).isEqualTo(413);
        assertThat(refused.problem().field()).contains("input");
        assertThat(states()).isEmpty();
    }

    @Test
    void characterRefusedByQueuesIsRefusedUnrecorded() {
        for (String character : List.of("\\ud83d", "\\ufffe", "\\uffff", "\\u0000", "\\u001b")) {
            ProblemException refused = refused(request("{\"to\":[\"a\"],\"subject\":\"a" + character + "b\"}"));

            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem().field()).contains("input.subject");
        }
        assertThat(states()).isEmpty();
    }

    private ProblemException refused(ApiRequest request) {
        return catchThrowableOfType(ProblemException.class, () -> submit.answer(request));
    }

    private ApiRequest request(String input) {
        return request(input, "");
    }

    private ApiRequest request(String input, String key) {
        return new ApiRequest(
                "request-1",
                "POST /api/actions",
                Map.of(),
                Map.of(),
                key.isEmpty() ? Map.of() : Map.of("idempotency-key", key),
                SdkBytes.fromUtf8String("{\"connectionId\":\"" + connection.id()
                        + "\",\"action\":\"gmail.send-email\",\"input\":" + input + "}"),
                Optional.of(new Member(workspace, new MemberId("ann"), Role.OWNER)),
                "localhost");
    }

    private List<Map<String, AttributeValue>> actions() {
        return aws.clients()
                .dynamoDb()
                .query(query -> query.tableName(aws.table("ActionsTable"))
                        .consistentRead(true)
                        .keyConditionExpression("workspace = :w AND begins_with(id, :a)")
                        .expressionAttributeValues(Map.of(
                                ":w", AttributeValue.fromS(workspace.value()), ":a", AttributeValue.fromS("act_"))))
                .items();
    }

    private List<String> states() {
        return actions().stream()
                .map(action ->
                        Optional.ofNullable(action.get("state")).orElseThrow().s())
                .toList();
    }

    private void become(String state) {
        for (Map<String, AttributeValue> action : actions()) {
            aws.clients()
                    .dynamoDb()
                    .updateItem(update -> update.tableName(aws.table("ActionsTable"))
                            .key(Map.of(
                                    "workspace", AttributeValue.fromS(workspace.value()),
                                    "id", Optional.ofNullable(action.get("id")).orElseThrow()))
                            .updateExpression("SET #s = :s")
                            .expressionAttributeNames(Map.of("#s", "state"))
                            .expressionAttributeValues(Map.of(":s", AttributeValue.fromS(state))));
        }
    }

    private static SqsException sqsError(String code) {
        return (SqsException) SqsException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("The test refuses")
                        .build())
                .build();
    }

    /** A queue that takes messages. A message or its answer may be lost on its way. */
    private static final class UnreliableQueue implements SqsClient {
        private final SqsClient real;
        private int lostAnswers;
        private int lostMessages;
        private Optional<SqsException> refusal = Optional.empty();
        private Runnable afterAccepting = () -> {};
        private String url = "";

        private UnreliableQueue(SqsClient real) {
            this.real = real;
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            refusal.ifPresent(refused -> {
                throw refused;
            });
            url = request.queueUrl();
            if (lostMessages > 0) {
                lostMessages--;
                throw SdkClientException.create("The connection broke before the message was sent");
            }
            SendMessageResponse response = real.sendMessage(request);
            afterAccepting.run();
            if (lostAnswers > 0) {
                lostAnswers--;
                throw SdkClientException.create("The connection broke before the answer came");
            }
            return response;
        }

        private List<String> queued() {
            return real.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10)).messages().stream()
                    .map(message -> message.messageId())
                    .toList();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
