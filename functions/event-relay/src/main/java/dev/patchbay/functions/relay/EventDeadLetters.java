package dev.patchbay.functions.relay;

import dev.patchbay.aws.QueueText;
import dev.patchbay.aws.StoredText;
import dev.patchbay.aws.Telemetry;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Keeps the events that the bus will never take, each complete, for an operator to look at. Thread-safe. */
public final class EventDeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(EventDeadLetters.class);

    private final Supplier<SqsClient> sqs;
    private final String queueUrl;

    public EventDeadLetters(Supplier<SqsClient> sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    /** Keeps one event, with the reason. One request. */
    void keep(OutgoingEvent event, String errorCode) {
        sqs.get()
                .sendMessage(request -> request.queueUrl(queueUrl)
                        .messageBody(QueueText.escaped(event.detail()))
                        .messageAttributes(Map.of(
                                "errorCode",
                                text(StoredText.name(errorCode)),
                                "sequenceNumber",
                                text(event.sequenceNumber()))));
        LOG.error("The bus refuses an event for good: {}. It is in the dead letters", errorCode);
        Telemetry.count("EventsRefused", 1, Map.of());
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
