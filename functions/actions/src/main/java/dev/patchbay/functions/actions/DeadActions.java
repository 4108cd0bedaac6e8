package dev.patchbay.functions.actions;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.action.AbandonedActions;
import dev.patchbay.action.AbandonedActions.End;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Ends the actions whose messages are in the dead letters, and parks those messages for an operator. A parked message that is sent back to
 * its queue finds its action ended, and does nothing. Thread-safe.
 */
public final class DeadActions {
    private static final Logger LOG = LoggerFactory.getLogger(DeadActions.class);

    private final AbandonedActions actions;
    private final Supplier<SqsClient> sqs;
    private final Map<String, String> parkedUrls;

    /** @param parkedUrls the URL of the queue to park in, by the name of the message's dead-letter queue */
    public DeadActions(AbandonedActions actions, Supplier<SqsClient> sqs, Map<String, String> parkedUrls) {
        this.actions = actions;
        this.sqs = sqs;
        this.parkedUrls = Map.copyOf(parkedUrls);
    }

    /** Whether a message is done with; one that is not must be delivered again. */
    public boolean done(SQSMessage message) {
        Optional<ActionMessage> action = read(message);
        if (action.isEmpty()) {
            park(message, message.getMessageId());
            return true;
        }
        return switch (end(action.get(), message)) {
            case RUNNING -> false;
            case OVER, RECORDED -> true;
        };
    }

    private static Optional<ActionMessage> read(SQSMessage message) {
        try {
            return Optional.of(ActionMessage.of(message.getBody()));
        } catch (IllegalArgumentException unreadable) {
            LOG.error("A message that is not an action is parked", LoggedFault.of(unreadable));
            return Optional.empty();
        }
    }

    private End end(ActionMessage action, SQSMessage message) {
        Telemetry.correlate(action.correlation());
        Telemetry.identify("workspace", action.workspace().value());
        Telemetry.identify("connection", action.connection().value());
        Telemetry.identify("action", action.id().value());
        Telemetry.identify("provider", action.provider().value());
        return actions.end(
                action.workspace(),
                action.id(),
                () -> park(message, action.connection().value()));
    }

    /** A repetition within five minutes is dropped by the queue; a later one is harmless. */
    private void park(SQSMessage message, String group) {
        String source = message.getEventSourceArn();
        String url = Optional.ofNullable(parkedUrls.get(source.substring(source.lastIndexOf(':') + 1)))
                .orElseThrow(() -> new IllegalStateException("Nothing is said of where to park messages of " + source));
        sqs.get()
                .sendMessage(request -> request.queueUrl(url)
                        .messageBody(message.getBody())
                        .messageGroupId(group)
                        .messageDeduplicationId(message.getMessageId()));
    }
}
