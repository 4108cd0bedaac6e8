package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** A queue that keeps its messages until the test lets a worker look at them. */
final class SentMessages implements SqsClient {
    private final List<SendMessageRequest> sent = new CopyOnWriteArrayList<>();

    List<SendMessageRequest> sent() {
        return List.copyOf(sent);
    }

    /** The last message as a worker receives it. */
    SQSEvent last() {
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId("m1");
        message.setBody(sent.getLast().messageBody());
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));
        return event;
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        sent.add(request);
        return SendMessageResponse.builder().messageId("m1").build();
    }

    @Override
    public String serviceName() {
        return "sqs";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
