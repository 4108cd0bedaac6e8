package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.action.ActionStore;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.template.QueueResource;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
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
    void anActionInTheDeadLettersFailsWithItsEventAndIsNotDoneWhenItsMessageIsSentBack() {
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
        try (var clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            JsonNode input = JsonMapper.builder()
                    .build()
                    .valueToTree(Tenant.mail(subject).get("input"));
            ActionMessage message = new ActionMessage(
                    new WorkspaceId(tenant.workspace()),
                    ActionId.random(),
                    "gmail.send-email",
                    new ProviderId("gmail"),
                    new ConnectionId(connection),
                    Optional.empty(),
                    Clock.systemUTC().instant(),
                    "request-1",
                    input);
            String table = tenant.cloud().stack().tables().stream()
                    .filter(candidate -> candidate.logicalId().equals("ActionsTable"))
                    .findFirst()
                    .orElseThrow()
                    .name();
            new ActionStore(dynamoDb, table, Clock.systemUTC()).put(message.queued());
            return message;
        }
    }

    private void send(String queue, ActionMessage message) {
        try (var clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            String url =
                    sqs.getQueueUrl(get -> get.queueName(queue(queue).name())).queueUrl();
            sqs.sendMessage(send -> send.queueUrl(url)
                    .messageBody(message.toJson())
                    .messageGroupId(message.connection().value())
                    .messageDeduplicationId(message.id().value()));
        }
    }

    /** As docs/operations.md says. */
    private void sendBack() {
        try (var clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            sqs.startMessageMoveTask(
                    move -> move.sourceArn(arn(sqs, "GmailParked")).destinationArn(arn(sqs, "GmailQueue")));
            await().atMost(LONG).until(() -> waiting("GmailParked") == 0);
        }
    }

    private int waiting(String queue) {
        try (var clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            return Integer.parseInt(attribute(sqs, queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
        }
    }

    private String arn(SqsClient sqs, String queue) {
        return attribute(sqs, queue, QueueAttributeName.QUEUE_ARN);
    }

    private String attribute(SqsClient sqs, String queue, QueueAttributeName name) {
        String url = sqs.getQueueUrl(get -> get.queueName(queue(queue).name())).queueUrl();
        return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
                .attributes()
                .getOrDefault(name, "");
    }

    private QueueResource queue(String logicalId) {
        return tenant.cloud().stack().queues().stream()
                .filter(queue -> queue.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }
}
