package dev.patchbay.functions.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.functions.refresh.DueRefresh.Shown;
import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.AppBreakers.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes the connections of a message: the first by itself, the others at the same time if the first shows no reason to leave
 * their OAuth app alone. If the first gets no answer, two more are tried; if they get none either, the app is left alone until the
 * schedule's next run. A fault of one connection does not touch the others, and it is due again at that run. Thread-safe.
 */
public final class RefreshWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshWorker.class);
    /** So many connections without an answer, and none with one, are no fault of the connections. */
    private static final int UNANSWERED = 3;

    private final DueRefresh refresh;
    private final AppBreakers breakers;

    public RefreshWorker(DueRefresh refresh, AppBreakers breakers) {
        this.refresh = refresh;
        this.breakers = breakers;
    }

    public SQSBatchResponse work(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            if (!Telemetry.invocation(context, message.getMessageId(), () -> done(message, context))) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean done(SQSMessage message, Context context) {
        try {
            refresh(RefreshMessage.of(message.getBody()), context);
            return true;
        } catch (RuntimeException fault) {
            LOG.error("The connections of a message could not be refreshed", LoggedFault.of(fault));
            return false;
        }
    }

    private void refresh(RefreshMessage message, Context context) {
        String app = message.app();
        State state = breakers.of(List.of(app)).getOrDefault(app, State.CLOSED);
        if (state == State.OPEN || (state == State.TRIAL && !message.trial())) {
            return;
        }
        List<Shown> shown = new ArrayList<>();
        List<Member> waiting = message.connections();
        while (!waiting.isEmpty() && !shown.contains(Shown.LEAVE_ALONE)) {
            int next = Math.min(waiting.size(), atOnce(shown));
            shown.addAll(atTheSameTime(waiting.subList(0, next), context));
            waiting = waiting.subList(next, waiting.size());
            if (shown.size() >= UNANSWERED && Collections.frequency(shown, Shown.NO_ANSWER) == shown.size()) {
                breakers.unanswered(app);
                return;
            }
        }
        if (state == State.TRIAL && shown.contains(Shown.ACCEPTED)) {
            breakers.close(app);
        }
    }

    /** One tries for all. If it gets no answer, so many more do that a silence is the provider's. */
    private static int atOnce(List<Shown> shown) {
        if (shown.isEmpty()) {
            return 1;
        }
        return shown.equals(List.of(Shown.NO_ANSWER)) ? UNANSWERED - 1 : RefreshMessage.MOST;
    }

    private List<Shown> atTheSameTime(List<Member> members, Context context) {
        List<Callable<Shown>> tasks = members.stream()
                .map(member -> Telemetry.part(() -> refreshed(member, context)))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(tasks).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private Shown refreshed(Member member, Context context) {
        try {
            return refresh.run(member, Duration.ofMillis(context.getRemainingTimeInMillis()));
        } catch (RuntimeException fault) {
            LOG.error("A connection could not be refreshed", LoggedFault.of(fault));
            Telemetry.count("RefreshFaults", 1, Map.of());
            return Shown.NOTHING;
        }
    }
}
