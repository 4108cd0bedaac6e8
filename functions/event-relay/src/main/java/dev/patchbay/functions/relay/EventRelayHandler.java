package dev.patchbay.functions.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.event.PatchbayEvent;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Relays events from a table's stream to the bus. Thread-safe. */
public final class EventRelayHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse>, Resource {
    private final EventRelay relay;

    public EventRelayHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    EventRelayHandler(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String bus = variables.text("EVENT_BUS");
        String deadLettersUrl = variables.text("EVENT_DEAD_LETTERS_URL");
        variables.check();
        relay = new EventRelay(
                aws.configured(EventBridgeClient.builder()).build(),
                bus,
                new EventDeadLetters(aws.onFirstUse(AwsClients::sqs), deadLettersUrl));
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        return Telemetry.invocation(context, context.getAwsRequestId(), () -> relay.relay(event));
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Rehearsal.play("gmail", stage -> {
            EventRelayHandler handler = new EventRelayHandler(stage.environment(), stage.clients());
            StreamRecord change = new StreamRecord();
            change.setSequenceNumber("1");
            change.setNewImage(Map.of(
                    PatchbayEvent.ATTRIBUTE,
                    new AttributeValue("{\"id\":\"evt_rehearsal\",\"type\":\"connection.connected\"}")));
            DynamodbEvent.DynamodbStreamRecord written = new DynamodbEvent.DynamodbStreamRecord();
            written.setDynamodb(change);
            DynamodbEvent event = new DynamodbEvent();
            event.setRecords(List.of(written));
            return List.of(() -> checkRelayed(handler.handleRequest(event, new RehearsalContext())));
        });
    }

    private static void checkRelayed(StreamsEventResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException(
                    "A rehearsed event was not relayed: fix the function or its rehearsal before it is deployed");
        }
    }

    /** Nothing here must be renewed: no key, token or connection outlives an invocation. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
