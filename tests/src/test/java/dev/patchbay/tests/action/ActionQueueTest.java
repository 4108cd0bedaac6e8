package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.Delivery;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.functions.actions.ActionQueue;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class ActionQueueTest {
    private static final ProviderId GMAIL = new ProviderId("gmail");

    private final Aws aws;
    private final SqsClient sqs;
    private final String url;
    private final ActionQueue queue;
    private final WorkspaceId workspace;

    ActionQueueTest(Aws aws) {
        this.aws = aws;
        sqs = aws.clients().sqs();
        url = aws.newQueue("GmailQueue");
        queue = new ActionQueue(() -> sqs, Map.of("gmail", url));
        workspace = aws.newWorkspace();
    }

    @Test
    void aMessageArrivesAsItWasSent() {
        ActionMessage sent = message("john@gmail.com");

        queue.send(sent);

        assertThat(received()).extracting(one -> ActionMessage.of(one.body())).containsExactly(sent);
    }

    @Test
    void theWorkerKnowsWhichDeliveryIsTheLast() {
        assertThat(aws.stack().queues())
                .filteredOn(queue ->
                        queue.redrive().isPresent() && queue.attributes().containsKey("FifoQueue"))
                .filteredOn(queue -> !queue.logicalId().endsWith("DeadLetters")
                        && !queue.logicalId().equals("RefreshQueue"))
                .isNotEmpty()
                .allSatisfy(queue -> assertThat(queue.redrive().orElseThrow().maxReceiveCount())
                        .isEqualTo(Delivery.LAST));
    }

    @Test
    void theGroupOfAMessageIsItsConnection() {
        ActionMessage sent = message("john@gmail.com");

        queue.send(sent);

        assertThat(received())
                .extracting(one -> one.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .containsExactly(sent.connection().value());
    }

    @Test
    void theSameActionSentTwiceIsOneMessage() {
        ActionMessage sent = message("john@gmail.com");

        queue.send(sent);
        queue.send(sent);

        assertThat(received()).hasSize(1);
    }

    @Test
    void twoActionsWithTheSameInputAreTwoMessages() {
        queue.send(message("john@gmail.com"));
        queue.send(message("john@gmail.com"));

        assertThat(received()).hasSize(2);
    }

    @Test
    void theActionsOfAConnectionArriveInOrder() {
        List<ActionMessage> sent = List.of(
                message("john@gmail.com"),
                message("john@gmail.com"),
                message("john@gmail.com"),
                message("john@gmail.com"));

        sent.forEach(queue::send);

        assertThat(received())
                .extracting(one -> ActionMessage.of(one.body()).id())
                .containsExactlyElementsOf(sent.stream().map(ActionMessage::id).toList());
    }

    @Test
    void aRunningActionBlocksOnlyItsOwnConnection() {
        ActionMessage johns = message("john@gmail.com");
        ActionMessage janes = message("jane@gmail.com");
        queue.send(johns);
        received();
        queue.send(message("john@gmail.com"));
        queue.send(janes);

        assertThat(received())
                .extracting(one -> ActionMessage.of(one.body()).id())
                .containsExactly(janes.id());
    }

    @Test
    void aProviderWithoutAQueueIsNotServed() {
        ProviderId slack = new ProviderId("slack");
        ActionMessage sent = message("john@gmail.com", slack);

        assertThat(queue.serves(slack)).isFalse();
        assertThatThrownBy(() -> queue.send(sent)).hasMessage("No queue for slack");
    }

    private List<Message> received() {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
    }

    private ActionMessage message(String account) {
        return message(account, GMAIL);
    }

    private ActionMessage message(String account, ProviderId provider) {
        return new ActionMessage(
                new AcceptedAction(
                        workspace,
                        ActionId.random(),
                        provider + ".test",
                        provider,
                        ConnectionId.of(workspace, provider, new Account(account, account)),
                        Optional.of("agent-1"),
                        Instant.parse("2026-11-20T12:00:00Z")),
                "request-1",
                JsonNodeFactory.instance.objectNode().put("text", "hello"));
    }
}
