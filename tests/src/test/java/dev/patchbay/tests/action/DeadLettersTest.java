package dev.patchbay.tests.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionStore;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.template.QueueResource;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An action whose worker could not start: its message goes to the dead letters, and an operator sends it back. */
@ExtendWith(StackUnderTest.class)
class DeadLettersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Tenant tenant;
    private final PatchbayClient owner;

    DeadLettersTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void redrivenDeadLetterOfAFailedActionIsNotPerformed() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        String subject = "dead " + UUID.randomUUID();
        ActionMessage message = recorded(connection, subject);

        send("GmailDeadLetters", message);

        Answer outcome = await().atMost(LONG)
                .until(
                        () -> owner.get("/api/actions/" + message.id()),
                        answer -> answer.text("/status").equals("failed"));
        assertThat(outcome.text("/error/code")).isEqualTo("not_started");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(tenant.cloud().publishedEvents())
                        .filteredOn(published -> published
                                .event()
                                .at("/detail/actionId")
                                .asText()
                                .equals(message.id().value()))
                        .hasSize(1));
        assertThat(waiting("GmailParked")).isEqualTo(1);

        sendBack();
        // Of one connection and so of one group: it runs after what was sent back.
        tenant.act(owner, Tenant.mail("after " + subject), Map.of());

        assertThat(tenant.mailsWith(subject)).isZero();
        assertThat(owner.get("/api/actions/" + message.id()).json()).isEqualTo(outcome.json());
        assertThat(waiting("GmailParked")).isZero();
    }

    private ActionMessage recorded(String connection, String subject) {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            ActionMessage message = tenant.accepted(connection, subject);
            new ActionStore(dynamoDb, tenant.table("ActionsTable"), Clock.systemUTC()).put(message.queued());
            return message;
        }
    }

    private void send(String queue, ActionMessage message) {
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            String url =
                    sqs.getQueueUrl(get -> get.queueName(queue(queue).name())).queueUrl();
            sqs.sendMessage(send -> send.queueUrl(url)
                    .messageBody(message.toJson())
                    .messageGroupId(message.connection().value())
                    .messageDeduplicationId(message.id().value()));
        }
    }

    /** As {@code StartMessageMoveTask} does on AWS; the embedded queues do not move the messages of FIFO queues. */
    private void sendBack() {
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            String parked = url(sqs, "GmailParked");
            Message message = sqs.receiveMessage(receive -> receive.queueUrl(parked)
                            .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                    .messages()
                    .getFirst();
            sqs.sendMessage(send -> send.queueUrl(url(sqs, "GmailQueue"))
                    .messageBody(message.body())
                    .messageGroupId(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                    .messageDeduplicationId(message.messageId()));
            sqs.deleteMessage(delete -> delete.queueUrl(parked).receiptHandle(message.receiptHandle()));
        }
    }

    private int waiting(String queue) {
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            return Integer.parseInt(sqs.getQueueAttributes(get -> get.queueUrl(url(sqs, queue))
                            .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .attributes()
                    .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, ""));
        }
    }

    private String url(SqsClient sqs, String queue) {
        return sqs.getQueueUrl(get -> get.queueName(queue(queue).name())).queueUrl();
    }

    private QueueResource queue(String logicalId) {
        return tenant.cloud().stack().queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }
}
