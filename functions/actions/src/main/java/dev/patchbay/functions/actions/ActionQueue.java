package dev.patchbay.functions.actions;

import dev.patchbay.action.ActionMessage;
import dev.patchbay.catalog.ProviderId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Sends actions to the FIFO queue of their provider. The message group is the connection, so a connection's actions run in order
 * and one connection's failures delay no other. Thread-safe.
 */
public final class ActionQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ActionQueue.class);

    /** {@code MaximumMessageSize} of the queues in queues.yaml, in bytes: the most that SQS allows. */
    private static final int LARGEST_MESSAGE = 1_048_576;

    /** Two, with the client's own repetitions: within the time that a caller of the API waits. */
    private static final int ROUNDS = 2;

    private static final Duration TIME_FOR_A_ROUND = Duration.ofSeconds(8);

    /** The errors of a message that no repetition changes. Source: SQS API reference, SendMessage. */
    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "InvalidMessageContents", "InvalidParameterValue", "InvalidParameterValueException", "ValidationException");

    private final Supplier<SqsClient> sqs;
    private final Map<String, String> urls;

    /** @param urls queue URLs by provider */
    public ActionQueue(Supplier<SqsClient> sqs, Map<String, String> urls) {
        this.sqs = sqs;
        this.urls = Map.copyOf(urls);
    }

    /** Whether a provider has a worker, and with it a queue. */
    public boolean serves(ProviderId provider) {
        return urls.containsKey(provider.value());
    }

    /** The result of an attempt to queue an action. */
    public sealed interface Sending {
        /** The queue has it. */
        record Accepted() implements Sending {}

        /** The queue refuses this message permanently. */
        record Refused(String code) implements Sending {}

        /** It is unknown whether the queue has it: no answer came. */
        record Unanswered() implements Sending {}
    }

    /** Whether an action's message is small enough for its queue. */
    public static boolean fits(ActionMessage message) {
        return message.toJson().getBytes(StandardCharsets.UTF_8).length <= LARGEST_MESSAGE;
    }

    /**
     * Queues an action. If no answer comes the message is sent again: the queue drops the second of two messages with one action's id
     * within five minutes, and a worker's claim drops it later. One request, or a few if answers are lost.
     *
     * @throws SdkException if the deployment is at fault, such as a missing right
     */
    public Sending send(ActionMessage message) {
        String url = Optional.ofNullable(urls.get(message.provider().value()))
                .orElseThrow(() -> new IllegalStateException("No queue for " + message.provider()));
        SendMessageRequest request = SendMessageRequest.builder()
                .queueUrl(url)
                .messageBody(message.toJson())
                .messageGroupId(message.connection().value())
                .messageDeduplicationId(message.id().value())
                .overrideConfiguration(sent -> sent.apiCallTimeout(TIME_FOR_A_ROUND))
                .build();
        for (int round = 1; round <= ROUNDS; round++) {
            try {
                sqs.get().sendMessage(request);
                return new Sending.Accepted();
            } catch (SqsException refused) {
                if (OF_THE_MESSAGE.contains(code(refused))) {
                    return new Sending.Refused(code(refused));
                }
                if (refused.statusCode() / 100 == 4 && !refused.isThrottlingException()) {
                    throw refused;
                }
                LOG.warn("An action could not be queued", refused);
            } catch (SdkClientException unanswered) {
                LOG.warn("No answer says whether an action was queued", unanswered);
            }
        }
        return new Sending.Unanswered();
    }

    private static String code(SqsException refused) {
        return Optional.ofNullable(refused.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                // The query protocol's form: AWS.SimpleQueueService.InvalidMessageContents.
                .map(code -> code.substring(code.lastIndexOf('.') + 1))
                .orElse("");
    }
}
