package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionState;
import dev.patchbay.action.ActionWorker;
import dev.patchbay.call.ProviderError;
import dev.patchbay.connection.Connection;
import dev.patchbay.functions.actions.ActionQueue;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A worker at a real queue: the test polls and deletes as Lambda's event source does. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionWorkerTest {
    private static final ProviderError SLOW_DOWN =
            new ProviderError.RateLimited("Gmail asks to slow down", Duration.ofMillis(1500));

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final RunningActions actions;
    private final SqsClient sqs;
    private String url = "";
    private final Connection johns;
    private final Connection janes;

    ActionWorkerTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        actions = new RunningActions(aws, clock, providers);
        sqs = aws.clients().sqs();
        WorkspaceId workspace = aws.newWorkspace();
        johns = providers.connect(workspace, "gmail", "john@gmail.com");
        janes = providers.connect(workspace, "gmail", "jane@gmail.com");
    }

    @BeforeEach
    void startAfresh() {
        url = aws.newQueue("GmailQueue");
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @Test
    void completedActionsLeaveTheQueue() {
        ActionMessage one = queued(johns, "one");
        ActionMessage two = queued(janes, "two");

        List<String> failures = deliver(new ScriptedAction(false), received());

        assertThat(failures).isEmpty();
        assertThat(actions.find(one).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(actions.find(two).state()).isEqualTo(ActionState.SUCCEEDED);
        assertThat(messagesLeft()).isZero();
    }

    @Test
    void waitingActionBlocksOnlyItsOwnConnection() {
        queued(johns, "one");
        queued(johns, "two");
        queued(janes, "three");
        ScriptedAction action = new ScriptedAction(false).does(() -> {}).fails(SLOW_DOWN);
        List<Message> batch = received();

        List<String> failures = deliver(action, ordered(batch, janes));

        assertThat(action.calls()).extracting(ScriptedAction.Made::text).containsExactly("three", "one");
        assertThat(failures).containsExactlyElementsOf(idsOf(batch, "one", "two"));
        assertThat(messagesLeft()).isEqualTo(2);
    }

    @DisabledIfSystemProperty(
            named = "aws.endpoint",
            matches = ".+",
            disabledReason = "moto_server gives out what lies behind a hidden message of the same group")
    @Test
    void waitingActionsRunLaterInTheirOrder() {
        queued(johns, "one");
        queued(johns, "two");
        queued(johns, "three");
        ScriptedAction action = new ScriptedAction(false).fails(SLOW_DOWN);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    deliver(action, received());
                    return messagesLeft() == 0;
                });

        assertThat(action.calls()).extracting(ScriptedAction.Made::text).containsExactly("one", "one", "two", "three");
    }

    @Test
    void permanentFailuresLeaveTheQueueToo() {
        ActionMessage message = queued(johns, "one");

        List<String> failures =
                deliver(new ScriptedAction(false).fails(new ProviderError.Misconfigured("Not allowed")), received());

        assertThat(failures).isEmpty();
        assertThat(actions.find(message).state()).isEqualTo(ActionState.FAILED);
    }

    @Test
    void aMessageThatIsNoActionIsReportedAndOthersGoOn() {
        sqs.sendMessage(request ->
                request.queueUrl(url).messageBody("{}").messageGroupId("nobody").messageDeduplicationId("1"));
        ActionMessage good = queued(johns, "one");
        List<Message> batch = received();

        List<String> failures = deliver(new ScriptedAction(false), batch);

        assertThat(failures)
                .containsExactlyElementsOf(batch.stream()
                        .filter(message -> message.body().equals("{}"))
                        .map(Message::messageId)
                        .toList());
        assertThat(actions.find(good).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    @Test
    void expiredDeliveryIsReportedAndOthersRun() {
        queued(johns, "one");
        ActionMessage good = queued(janes, "two");
        List<Message> batch = received().stream()
                .map(message -> message.body().contains("\"one\"")
                        ? message.toBuilder().receiptHandle("no-longer-valid").build()
                        : message)
                .toList();
        ScriptedAction action = new ScriptedAction(false).fails(SLOW_DOWN);

        List<String> failures = deliver(action, ordered(batch, johns));

        assertThat(failures).containsExactlyElementsOf(idsOf(batch, "one"));
        assertThat(actions.find(good).state()).isEqualTo(ActionState.SUCCEEDED);
    }

    private ActionMessage queued(Connection connection, String text) {
        ActionMessage message = actions.accepted(connection, text);
        new ActionQueue(() -> sqs, Map.of("gmail", url)).send(message);
        return message;
    }

    private List<Message> received() {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    /** Passes a batch to the worker and deletes the messages that it does not report. */
    private List<String> deliver(ScriptedAction action, List<Message> batch) {
        SQSEvent event = new SQSEvent();
        event.setRecords(batch.stream().map(ActionWorkerTest::record).toList());
        List<String> failures = new ActionWorker(actions.runner(action), () -> sqs, url)
                .work(event, new RehearsalContext()).getBatchItemFailures().stream()
                        .map(BatchItemFailure::getItemIdentifier)
                        .toList();
        batch.stream()
                .filter(message -> !failures.contains(message.messageId()))
                .forEach(message ->
                        sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle())));
        return failures;
    }

    private static SQSMessage record(Message message) {
        SQSMessage record = new SQSMessage();
        record.setMessageId(message.messageId());
        record.setReceiptHandle(message.receiptHandle());
        record.setBody(message.body());
        record.setAttributes(Map.of(
                "MessageGroupId", message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, "")));
        return record;
    }

    /** Sorts the messages: the queue's order between connections is arbitrary. */
    private List<Message> ordered(List<Message> batch, Connection first) {
        return batch.stream()
                .sorted(Comparator.comparing(message ->
                        !ActionMessage.of(message.body()).connection().equals(first.id())))
                .toList();
    }

    private static List<String> idsOf(List<Message> batch, String... texts) {
        return Stream.of(texts)
                .flatMap(text -> batch.stream().filter(message -> message.body().contains('"' + text + '"')))
                .map(Message::messageId)
                .toList();
    }

    private int messagesLeft() {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))
                + Integer.parseInt(
                        attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }
}
