package dev.patchbay.functions.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Telemetry;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Relays events from a table's stream to the bus. Thread-safe. */
public final class EventRelayHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private final EventRelay relay;

    public EventRelayHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
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
}
