package dev.patchbay.action;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Feeds the messages of an SQS FIFO batch to the {@link ActionRunner}, in order within each connection, and reports those that are
 * not done: only completed messages are acknowledged. If one must wait, those behind it in its group wait with it. Thread-safe.
 */
public final class ActionWorker {
    private static final Logger LOG = LoggerFactory.getLogger(ActionWorker.class);
    private static final Duration LONGEST_INVISIBLE = Duration.ofHours(12);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final ActionRunner runner;
    private final Supplier<SqsClient> sqs;
    private final String queueUrl;

    public ActionWorker(ActionRunner runner, Supplier<SqsClient> sqs, String queueUrl) {
        this.runner = runner;
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    public SQSBatchResponse work(SQSEvent event, Context context) {
        Map<String, Duration> waiting = new LinkedHashMap<>();
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            String group = message.getAttributes().getOrDefault("MessageGroupId", message.getMessageId());
            if (!waiting.containsKey(group)) {
                ActionRunner.Disposition disposition =
                        Telemetry.invocation(context, message.getMessageId(), () -> run(message, context));
                if (disposition instanceof ActionRunner.Disposition.Later later) {
                    waiting.put(group, later.after());
                }
            }
            if (waiting.containsKey(group)) {
                if (delivery(message, context).last()) {
                    abandon(message);
                }
                hide(message, waiting.get(group));
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private ActionRunner.Disposition run(SQSMessage message, Context context) {
        try {
            return run(ActionMessage.of(message.getBody()), delivery(message, context));
        } catch (IllegalArgumentException unreadable) {
            LOG.error("A message is not an action", LoggedFault.of(unreadable));
            // It must reach the dead letters, and those behind it wait until then.
            return new ActionRunner.Disposition.Later(delivery(message, context).many() ? AT_ONCE : AFTER_A_FAULT);
        }
    }

    private ActionRunner.Disposition run(ActionMessage action, Delivery delivery) {
        Telemetry.correlate(action.correlation());
        Telemetry.identify("workspace", action.workspace().value());
        Telemetry.identify("connection", action.connection().value());
        Telemetry.identify("action", action.id().value());
        Telemetry.identify("provider", action.provider().value());
        try {
            return runner.run(action, delivery);
        } catch (SdkException unavailable) {
            LOG.error("An action could not be run for AWS", unavailable);
            return new ActionRunner.Disposition.Later(AFTER_A_FAULT);
        } catch (RuntimeException fault) {
            LOG.error("An action could not be run", LoggedFault.of(fault));
            return delivery.many() && abandoned(action)
                    ? new ActionRunner.Disposition.Done()
                    : new ActionRunner.Disposition.Later(AFTER_A_FAULT);
        }
    }

    private boolean abandoned(ActionMessage action) {
        try {
            return runner.abandon(action);
        } catch (RuntimeException fault) {
            LOG.error("An action could not be run, and its record not be changed", LoggedFault.of(fault));
            return false;
        }
    }

    /** Ends the action of a message that goes to the dead letters, for its own fault or an earlier one's: it must not stay queued. */
    private void abandon(SQSMessage message) {
        try {
            ActionMessage action = ActionMessage.of(message.getBody());
            if (!runner.abandon(action)) {
                LOG.warn("An action that goes to the dead letters is being changed by another process");
            }
        } catch (IllegalArgumentException unreadable) {
            LOG.error("A message that is not an action goes to the dead letters", LoggedFault.of(unreadable));
        } catch (SdkException unavailable) {
            LOG.error("An action goes to the dead letters and its record could not be changed", unavailable);
        }
    }

    private static Delivery delivery(SQSMessage message, Context context) {
        return new Delivery(
                Duration.ofMillis(context.getRemainingTimeInMillis()),
                Integer.parseInt(message.getAttributes().getOrDefault("ApproximateReceiveCount", "1")));
    }

    private void hide(SQSMessage message, Duration wait) {
        Duration bounded = wait.compareTo(LONGEST_INVISIBLE) < 0 ? wait : LONGEST_INVISIBLE;
        // Rounded up: coming back a little early would be refused again.
        int seconds = (int) bounded.plusMillis(999).toSeconds();
        try {
            sqs.get()
                    .changeMessageVisibility(request -> request.queueUrl(queueUrl)
                            .receiptHandle(message.getReceiptHandle())
                            .visibilityTimeout(seconds));
        } catch (SdkException notHidden) {
            // It is reported as not done all the same, and comes back when the queue's own timeout ends.
            LOG.warn("A message could not be hidden for {} s", seconds, notHidden);
        }
    }
}
