package dev.patchbay.relay;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.event.PatchbayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Publishes the events of a batch of table changes, ten a request, in the stream's order. A change whose event is the one that the
 * item carried before has nothing new to tell. When the bus refuses an event, the stream delivers again from there: an event may
 * come twice, with the same id, and none is lost. Thread-safe.
 */
final class EventRelay {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelay.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int ENTRIES_PER_REQUEST = 10;

    private final EventBridgeClient events;
    private final String bus;

    EventRelay(EventBridgeClient events, String bus) {
        this.events = events;
        this.bus = bus;
    }

    private record Told(String sequenceNumber, PutEventsRequestEntry entry) {}

    StreamsEventResponse relay(DynamodbEvent changes) {
        List<Told> told = changes.getRecords().stream()
                .map(this::told)
                .flatMap(Optional::stream)
                .toList();
        List<BatchItemFailure> failures = new ArrayList<>();
        for (int from = 0; from < told.size() && failures.isEmpty(); from += ENTRIES_PER_REQUEST) {
            publish(told.subList(from, Math.min(from + ENTRIES_PER_REQUEST, told.size())))
                    .ifPresent(failures::add);
        }
        return new StreamsEventResponse(failures);
    }

    private Optional<Told> told(DynamodbStreamRecord change) {
        Optional<String> after = event(change.getDynamodb().getNewImage());
        return after.filter(event -> !event(change.getDynamodb().getOldImage()).equals(after))
                .map(event -> new Told(change.getDynamodb().getSequenceNumber(), entry(event)));
    }

    private static Optional<String> event(@Nullable Map<String, AttributeValue> image) {
        return Optional.ofNullable(image)
                .map(attributes -> attributes.get(PatchbayEvent.ATTRIBUTE))
                .map(AttributeValue::getS);
    }

    private PutEventsRequestEntry entry(String event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source("patchbay")
                .detailType(type(event))
                .detail(event)
                .build();
    }

    private static String type(String event) {
        try {
            JsonNode json = JSON.readTree(event);
            return json.path("type").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An item carries an event that is no JSON", e);
        }
    }

    /** The first of these that the bus refused, to be delivered again with all that follow. */
    private Optional<BatchItemFailure> publish(List<Told> told) {
        PutEventsResponse response = events.putEvents(
                request -> request.entries(told.stream().map(Told::entry).toList()));
        for (int i = 0; i < told.size(); i++) {
            String error = response.entries().get(i).errorCode();
            if (error != null) {
                LOG.warn("The bus refused an event: {}", error);
                return Optional.of(new BatchItemFailure(told.get(i).sequenceNumber()));
            }
        }
        return Optional.empty();
    }
}
