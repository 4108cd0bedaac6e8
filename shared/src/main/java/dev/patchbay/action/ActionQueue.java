package dev.patchbay.action;

import dev.patchbay.provider.ProviderId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends actions to the FIFO queue of their provider. The message group is the connection, so a connection's actions run in order
 * and one connection's trouble delays no other. Thread-safe.
 */
public final class ActionQueue {
    private final SqsClient sqs;
    private final Map<String, String> urls;

    /** @param urls queue URLs by provider */
    public ActionQueue(SqsClient sqs, Map<String, String> urls) {
        this.sqs = sqs;
        this.urls = Map.copyOf(urls);
    }

    /** Whether a provider has a worker, and with it a queue. */
    public boolean serves(ProviderId provider) {
        return urls.containsKey(provider.value());
    }

    /** One request. Sending the same action again within five minutes is dropped by the queue; later, by the worker's claim. */
    public void send(ActionMessage message) {
        String url = Optional.ofNullable(urls.get(message.provider().value()))
                .orElseThrow(() -> new IllegalStateException("No queue for " + message.provider()));
        sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody(message.toJson())
                .messageGroupId(message.connection().value())
                .messageDeduplicationId(message.id().value()));
    }
}
