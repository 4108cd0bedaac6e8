package dev.patchbay.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.patchbay.event.PatchbayEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Changes of a table's stream on their way to the bus. */
class EventRelayTest {
    private final Bus bus = new Bus();
    private final EventRelay relay = new EventRelay(bus, "patchbay");

    @Test
    void eventsGoToTheBusInTheStreamsOrderTenARequest() {
        StreamsEventResponse response = relay.relay(changes(12));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(bus.requests).extracting(List::size).containsExactly(10, 2);
        assertThat(bus.requests.stream().flatMap(List::stream).map(PutEventsRequestEntry::detail))
                .containsExactlyElementsOf(
                        IntStream.range(0, 12).mapToObj(EventRelayTest::event).toList());
    }

    @Test
    void whatTheBusRefusesIsDeliveredAgainFromThereOn() {
        bus.refused = OptionalInt.of(3);

        StreamsEventResponse response = relay.relay(changes(12));

        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("sequence-3");
        assertThat(bus.requests).as("what comes behind waits for its turn").hasSize(1);
    }

    @Test
    void aChangeThatKeptItsEventTellsNothing() {
        relay.relay(batch(List.of(change(1, event(1), event(1)))));

        assertThat(bus.requests).isEmpty();
    }

    @Test
    void aChangeThatReplacedItsEventTellsTheNewOne() {
        relay.relay(batch(List.of(change(1, event(1), event(2)))));

        assertThat(bus.requests)
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .extracting(PutEventsRequestEntry::detail)
                        .containsExactly(event(2)));
    }

    @Test
    void aRemovedItemTellsNothing() {
        relay.relay(batch(List.of(change(1, event(1), null))));

        assertThat(bus.requests).isEmpty();
    }

    private static DynamodbEvent changes(int count) {
        return batch(IntStream.range(0, count)
                .mapToObj(number -> change(number, null, event(number)))
                .toList());
    }

    private static DynamodbEvent batch(List<DynamodbStreamRecord> records) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(records);
        return event;
    }

    private static DynamodbStreamRecord change(int number, @Nullable String before, @Nullable String after) {
        DynamodbStreamRecord change = new DynamodbStreamRecord();
        change.setDynamodb(new StreamRecord()
                .withSequenceNumber("sequence-" + number)
                .withOldImage(image(before))
                .withNewImage(image(after)));
        return change;
    }

    private static @Nullable Map<String, AttributeValue> image(@Nullable String event) {
        return event == null ? null : Map.of(PatchbayEvent.ATTRIBUTE, new AttributeValue().withS(event));
    }

    private static String event(int number) {
        return "{\"id\":\"evt_" + number + "\",\"type\":\"connection.connected\"}";
    }

    /** A bus that takes all but one. */
    private static final class Bus implements EventBridgeClient {
        private final List<List<PutEventsRequestEntry>> requests = new ArrayList<>();
        private OptionalInt refused = OptionalInt.empty();

        @Override
        public PutEventsResponse putEvents(PutEventsRequest request) {
            requests.add(request.entries());
            return PutEventsResponse.builder()
                    .entries(IntStream.range(0, request.entries().size())
                            .mapToObj(this::result)
                            .toList())
                    .build();
        }

        private PutEventsResultEntry result(int entry) {
            PutEventsResultEntry.Builder result = PutEventsResultEntry.builder();
            return refused.isPresent() && refused.getAsInt() == entry
                    ? result.errorCode("ThrottlingException").build()
                    : result.eventId("published-" + entry).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
