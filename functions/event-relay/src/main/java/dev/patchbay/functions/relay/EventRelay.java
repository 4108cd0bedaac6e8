package dev.patchbay.functions.relay;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Publishes the events of a batch of table changes, in the stream's order. A change that leaves the item's event as it was has nothing
 * new to publish. If the bus does not take an event now, the stream delivers again from there: an event may come twice, with the same
 * id, and none is lost. An event that the bus will never take goes to the dead letters, so that it delays no other. Thread-safe.
 */
public final class EventRelay {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);

    /**
     * The errors of one entry that no repetition changes. Source: EventBridge API reference, PutEventsResultEntry. A missing right is one
     * there too, but it is the deployment's fault and not the entry's: it is retried until the operator grants the right.
     */
    private static final Set<String> OF_THE_ENTRY = Set.of("InvalidArgument", "MalformedDetail", "RedactionFailure");

    /** The errors of a request whose only entry is at fault. */
    private static final Set<String> OF_THE_REQUEST = Set.of("ValidationException", "RequestEntityTooLargeException");

    private final EventBridgeClient events;
    private final String bus;
    private final EventDeadLetters deadLetters;

    public EventRelay(EventBridgeClient events, String bus, EventDeadLetters deadLetters) {
        this.events = events;
        this.bus = bus;
        this.deadLetters = deadLetters;
    }

    public StreamsEventResponse relay(DynamodbEvent changes) {
        List<OutgoingEvent> outgoing = changes.getRecords().stream()
                .map(EventRelay::outgoing)
                .flatMap(Optional::stream)
                .toList();
        for (List<OutgoingEvent> batch : EventBatches.of(outgoing)) {
            Optional<OutgoingEvent> waiting = publish(batch);
            if (waiting.isPresent()) {
                return new StreamsEventResponse(
                        List.of(new BatchItemFailure(waiting.get().sequenceNumber())));
            }
        }
        return new StreamsEventResponse(List.of());
    }

    private static Optional<OutgoingEvent> outgoing(DynamodbStreamRecord change) {
        Optional<String> after = event(change.getDynamodb().getNewImage());
        return after.filter(event -> !event(change.getDynamodb().getOldImage()).equals(after))
                .map(event -> new OutgoingEvent(change.getDynamodb().getSequenceNumber(), type(event), event));
    }

    private static Optional<String> event(@Nullable Map<String, AttributeValue> image) {
        return Optional.ofNullable(image)
                .map(attributes -> attributes.get(PatchbayEvent.ATTRIBUTE))
                .map(AttributeValue::getS);
    }

    /** The type, or empty if the text is no event: the bus refuses that for good. */
    private static String type(String event) {
        try {
            return EventJson.type(event);
        } catch (IllegalArgumentException notJson) {
            return "";
        }
    }

    /** The first of these that must be delivered again, with all that follow; empty if none must. */
    private Optional<OutgoingEvent> publish(List<OutgoingEvent> batch) {
        PutEventsResponse response;
        try {
            response = events.putEvents(request -> request.entries(
                    batch.stream().map(event -> event.entry(bus)).toList()));
        } catch (EventBridgeException refused) {
            return OF_THE_REQUEST.contains(code(refused)) ? eachByItself(batch, code(refused)) : later(batch, refused);
        } catch (SdkException unavailable) {
            return later(batch, unavailable);
        }
        for (int i = 0; i < batch.size(); i++) {
            String error = response.entries().get(i).errorCode();
            if (error != null && !(OF_THE_ENTRY.contains(error) && kept(batch.get(i), error))) {
                LOG.warn("The bus refused an event: {}", error);
                return Optional.of(batch.get(i));
            }
        }
        return Optional.empty();
    }

    /** Sends the entries one by one, because one bad entry makes the bus refuse the whole request. */
    private Optional<OutgoingEvent> eachByItself(List<OutgoingEvent> batch, String error) {
        if (batch.size() == 1) {
            return kept(batch.getFirst(), error) ? Optional.empty() : Optional.of(batch.getFirst());
        }
        return batch.stream()
                .map(event -> publish(List.of(event)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean kept(OutgoingEvent event, String error) {
        try {
            deadLetters.keep(event, error);
            return true;
        } catch (SdkException unavailable) {
            LOG.warn("An event could not be put into the dead letters", unavailable);
            return false;
        }
    }

    private static Optional<OutgoingEvent> later(List<OutgoingEvent> batch, SdkException unavailable) {
        LOG.warn("The bus cannot be reached", unavailable);
        return Optional.of(batch.getFirst());
    }

    private static String code(EventBridgeException refused) {
        return Optional.ofNullable(refused.awsErrorDetails())
                .map(details -> details.errorCode())
                .filter(code -> !code.isEmpty())
                .orElse(refused.statusCode() == 413 ? "RequestEntityTooLargeException" : "");
    }
}
