package dev.patchbay.functions.oauth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.CompletedGrant;
import dev.patchbay.connection.Pending;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.connection.RefusedGrant;
import dev.patchbay.functions.oauth.UnusedGrantRevocation.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the grants of a batch of messages once they have expired. A grant that was not completed is revoked and deleted; the mark of one
 * that was completed is deleted. The grant of a refused connect is revoked and deleted at once. A message that must be handled later stays
 * in the queue. Thread-safe.
 */
public final class AbandonedConnects {
    private static final Logger LOG = LoggerFactory.getLogger(AbandonedConnects.class);
    /** A provider has ten seconds to answer, and what it answered must be stored. */
    private static final Duration TIME_FOR_ONE = Duration.ofSeconds(15);

    private final PendingGrantStore pending;
    private final PendingGrantEnd ended;
    private final Clock clock;

    public AbandonedConnects(PendingGrantStore pending, PendingGrantEnd ended, Clock clock) {
        this.pending = pending;
        this.ended = ended;
        this.clock = clock;
    }

    public SQSBatchResponse work(SQSEvent event, Context context) {
        List<BatchItemFailure> later = new ArrayList<>();
        for (SQSMessage message : event.getRecords()) {
            if (!Telemetry.invocation(context, message.getMessageId(), () -> done(message, context))) {
                later.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(later);
    }

    private boolean done(SQSMessage message, Context context) {
        if (context.getRemainingTimeInMillis() < TIME_FOR_ONE.toMillis()) {
            return false;
        }
        try {
            return done(AbandonedMessage.of(message.getBody()));
        } catch (RuntimeException fault) {
            LOG.error("A pending grant could not be looked at", LoggedFault.of(fault));
            return false;
        }
    }

    private boolean done(AbandonedMessage message) {
        Telemetry.identify("workspace", message.workspace().value());
        Optional<Pending> found = pending.find(message.handleHash());
        return found.isEmpty()
                || switch (found.get()) {
                    case CompletedGrant mark -> {
                        pending.delete(mark);
                        yield true;
                    }
                    case RefusedGrant unused -> counted(unused.provider(), ended.end(unused));
                    case PendingGrant grant -> done(grant);
                };
    }

    private boolean done(PendingGrant grant) {
        if (!grant.isOver(clock.instant())) {
            return false;
        }
        return ended.end(grant)
                .map(outcome -> counted(grant.agreed().provider(), outcome))
                .orElse(true);
    }

    /** Whether nothing is left to do. */
    private static boolean counted(ProviderId provider, Outcome outcome) {
        String name = switch (outcome) {
            case REVOKED -> "abandoned";
            case KEPT -> "kept";
            case RETRY -> "retry";
        };
        Telemetry.count("Connects", 1, Map.of("Provider", provider.value(), "Outcome", name));
        return outcome != Outcome.RETRY;
    }
}
