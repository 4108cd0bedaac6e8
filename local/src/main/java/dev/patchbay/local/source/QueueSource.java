package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.template.EventSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Hands a queue's messages to a function in batches, and deletes what the function did. What it did not do stays invisible until its
 * visibility timeout ends, as with SQS. Order within a FIFO group is kept because the queue gives nothing more of a group while some of
 * it is under way.
 */
final class QueueSource {
    private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_POLL_SECONDS = 20;
    /** SQS gives at most ten at once. */
    private static final int LARGEST_RECEIVE = 10;

    private final String function;
    private final EventSource.Queue source;
    private final Functions functions;
    private final SqsClient sqs;
    private final String region;
    private final String url;

    QueueSource(String function, EventSource.Queue source, Functions functions, SqsClient sqs, String region) {
        this.function = function;
        this.source = source;
        this.functions = functions;
        this.sqs = sqs;
        this.region = region;
        String name = source.queueArn().substring(source.queueArn().lastIndexOf(':') + 1);
        this.url = sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
    }

    /** Polls on the executor until it is shut down. */
    void start(ExecutorService executor) {
        executor.execute(() -> {
            while (!executor.isShutdown()) {
                poll(executor);
            }
        });
    }

    private void poll(ExecutorService executor) {
        try {
            List<Message> messages = sqs.receiveMessage(r -> r.queueUrl(url)
                            .maxNumberOfMessages(Math.min(source.batchSize(), LARGEST_RECEIVE))
                            .waitTimeSeconds(LONGEST_POLL_SECONDS)
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages();
            if (!messages.isEmpty()) {
                run(messages);
            }
        } catch (SdkException | IllegalStateException e) {
            if (!executor.isShutdown()) {
                LOG.warn("{} could not take from its queue: {}", function, e.getMessage());
            }
        }
    }

    private void run(List<Message> messages) {
        Set<String> sent = messages.stream().map(Message::messageId).collect(Collectors.toSet());
        InvocationResult result = functions.invoke(function, event(messages).toString());
        Set<String> failed = switch (BatchFailures.of(result, source.reportsItemFailures(), sent)) {
            case BatchFailures.Everything everything -> sent;
            case BatchFailures.Some some -> some.ids();
        };
        delete(messages, failed);
    }

    private void delete(List<Message> messages, Set<String> failed) {
        Set<String> seen = new HashSet<>();
        List<DeleteMessageBatchRequestEntry> done = messages.stream()
                .filter(message -> !failed.contains(message.messageId()) && seen.add(message.messageId()))
                .map(message -> DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
                .toList();
        if (!done.isEmpty()) {
            sqs.deleteMessageBatch(r -> r.queueUrl(url).entries(done));
        }
    }

    private ObjectNode event(List<Message> messages) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : messages) {
            ObjectNode body = records.addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body());
            ObjectNode attributes = body.putObject("attributes");
            message.attributesAsStrings().forEach(attributes::put);
            ObjectNode custom = body.putObject("messageAttributes");
            message.messageAttributes().forEach((name, value) -> {
                ObjectNode attribute = custom.putObject(name).put("dataType", value.dataType());
                if (value.stringValue() != null) {
                    attribute.put("stringValue", value.stringValue());
                }
                if (value.binaryValue() != null) {
                    attribute.put("binaryValue", value.binaryValue().asByteArray());
                }
                attribute.putArray("stringListValues");
                attribute.putArray("binaryListValues");
            });
            body.put("md5OfBody", message.md5OfBody())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", source.queueArn())
                    .put("awsRegion", region);
        }
        return event;
    }
}
