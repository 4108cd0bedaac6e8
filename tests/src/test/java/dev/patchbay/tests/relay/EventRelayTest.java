package dev.patchbay.tests.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.aws.QueueText;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.functions.relay.EventDeadLetters;
import dev.patchbay.functions.relay.EventRelay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Changes of a table's stream on their way to the bus. */
class EventRelayTest {
    private final Bus bus = new Bus();
    private final DeadLetters deadLetters = new DeadLetters();
    private final EventRelay relay =
            new EventRelay(bus, "patchbay", new EventDeadLetters(() -> deadLetters, "https://queue"));

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
    void redeliversFromTheFirstRefusedEvent() {
        bus.errors.put(event(3), "ThrottlingException");

        StreamsEventResponse response = relay.relay(changes(12));

        assertThat(response.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("sequence-3");
        assertThat(bus.requests).as("what comes behind waits for its turn").hasSize(1);
    }

    @Test
    void tooLargeEventGoesCompleteToTheDeadLetters() {
        String large = event(1, "é".repeat(150_000));

        StreamsEventResponse response = relay.relay(
                batch(List.of(change(0, null, event(0)), change(1, null, large), change(2, null, event(2)))));

        assertThat(response.getBatchItemFailures())
                .as("it delays no other event")
                .isEmpty();
        assertThat(bus.taken).containsExactly(event(0), event(2));
        assertThat(deadLetters.messages).singleElement().satisfies(message -> {
            assertThat(message.messageBody()).isEqualTo(large);
            assertThat(message.messageAttributes()).containsKeys("errorCode", "sequenceNumber");
        });
    }

    @Test
    void aRequestHoldsLessThan256KilobytesAsTheBusCountsThem() {
        List<DynamodbStreamRecord> changes = IntStream.range(0, 8)
                .mapToObj(number -> change(number, null, event(number, "é".repeat(40_000))))
                .toList();

        StreamsEventResponse response = relay.relay(batch(changes));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(bus.requests).extracting(List::size).containsExactly(3, 3, 2);
        assertThat(bus.taken).hasSize(8);
        assertThat(deadLetters.messages).isEmpty();
    }

    @Test
    void refusedEventDelaysNoOtherEvent() {
        bus.errors.put(event(3), "MalformedDetail");

        StreamsEventResponse response = relay.relay(changes(12));

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(bus.taken).hasSize(11).doesNotContain(event(3));
        assertThat(deadLetters.messages)
                .extracting(SendMessageRequest::messageBody)
                .containsExactly(event(3));
    }

    @Test
    void malformedEventDelaysNoOtherEvent() {
        relay.relay(batch(List.of(change(0, null, "not an event"), change(1, null, event(1)))));

        assertThat(bus.taken).containsExactly(event(1));
        assertThat(deadLetters.messages)
                .extracting(SendMessageRequest::messageBody)
                .containsExactly("not an event");
    }

    @Test
    void aMissingRightIsWaitedForAndLosesNothing() {
        bus.errors.put(event(0), "AccessDeniedException");

        assertThat(relay.relay(changes(2)).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("sequence-0");
        assertThat(deadLetters.messages).isEmpty();
    }

    @Test
    void eventsDuringAnOutageOfTheBusAreRedelivered() {
        bus.unavailable = true;

        assertThat(relay.relay(changes(12)).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("sequence-0");
        assertThat(deadLetters.messages).isEmpty();
    }

    @Test
    void redeliversAnEventThatDeadLettersRefuseToo() {
        bus.errors.put(event(1), "MalformedDetail");
        deadLetters.unavailable = true;

        assertThat(relay.relay(changes(3)).getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("sequence-1");
    }

    @Test
    void deadLetterIsEscapedForItsQueue() throws JsonProcessingException {
        String odd = event(0, "a\uFFFEb");
        bus.errors.put(odd, "MalformedDetail");

        relay.relay(batch(List.of(change(0, null, odd))));

        String kept = deadLetters.messages.getFirst().messageBody();
        assertThat(QueueText.refused(kept)).isEmpty();
        assertThat(new ObjectMapper().readTree(kept)).isEqualTo(new ObjectMapper().readTree(odd));
    }

    @Test
    void unchangedEventIsNotPublishedAgain() {
        relay.relay(batch(List.of(change(1, event(1), event(1)))));

        assertThat(bus.requests).isEmpty();
    }

    @Test
    void replacedEventIsPublished() {
        relay.relay(batch(List.of(change(1, event(1), event(2)))));

        assertThat(bus.requests)
                .singleElement()
                .satisfies(entries -> assertThat(entries)
                        .extracting(PutEventsRequestEntry::detail)
                        .containsExactly(event(2)));
    }

    @Test
    void removedItemPublishesNothing() {
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

    private static String event(int number, String message) {
        return "{\"id\":\"evt_" + number + "\",\"type\":\"action.failed\",\"message\":\"" + message + "\"}";
    }

    /** A bus with EventBridge's limits, and errors for the events given. */
    private static final class Bus implements EventBridgeClient {
        private final List<List<PutEventsRequestEntry>> requests = new ArrayList<>();
        private final List<String> taken = new ArrayList<>();
        private final Map<String, String> errors = new HashMap<>();
        private boolean unavailable;

        @Override
        public PutEventsResponse putEvents(PutEventsRequest request) {
            if (unavailable) {
                throw SdkClientException.create("No connection");
            }
            int bytes = request.entries().stream().mapToInt(Bus::bytes).sum();
            if (bytes >= 256 * 1024 || request.entries().size() > 10) {
                throw EventBridgeException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("ValidationException")
                                .errorMessage("Total size of the entries in the request is over the limit.")
                                .build())
                        .build();
            }
            requests.add(request.entries());
            return PutEventsResponse.builder()
                    .entries(request.entries().stream().map(this::result).toList())
                    .build();
        }

        private static int bytes(PutEventsRequestEntry entry) {
            return Stream.of(entry.source(), entry.detailType(), entry.detail())
                    .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .sum();
        }

        private PutEventsResultEntry result(PutEventsRequestEntry entry) {
            String error =
                    errors.getOrDefault(entry.detail(), entry.detailType().isEmpty() ? "InvalidArgument" : "");
            if (!error.isEmpty()) {
                return PutEventsResultEntry.builder().errorCode(error).build();
            }
            taken.add(entry.detail());
            return PutEventsResultEntry.builder().eventId("published").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static final class DeadLetters implements SqsClient {
        private final List<SendMessageRequest> messages = new ArrayList<>();
        private boolean unavailable;

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            if (unavailable) {
                throw SdkClientException.create("No connection");
            }
            messages.add(request);
            return SendMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
