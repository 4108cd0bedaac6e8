package dev.patchbay.functions.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.AgentEvent;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of connections that ended and pauses the agents that need them. Events may come late, twice and out of order, so
 * the connection's current status decides: a connection that was reconnected pauses no agent. Thread-safe.
 */
public final class EndedConnections {
    private static final Logger LOG = LoggerFactory.getLogger(EndedConnections.class);

    private final AgentGuard guard;

    public EndedConnections(AgentGuard guard) {
        this.guard = guard;
    }

    public SQSBatchResponse pauseAgents(SQSEvent events, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : events.getRecords()) {
            if (!Telemetry.invocation(context, message.getMessageId(), () -> handled(message))) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean handled(SQSMessage message) {
        try {
            pauseAgents(EventJson.delivered(message.getBody()));
            return true;
        } catch (RuntimeException fault) {
            // The queue delivers it again, and moves it to the dead letters after its last attempt.
            LOG.error("The agents of an ended connection could not be paused", LoggedFault.of(fault));
            return false;
        }
    }

    private void pauseAgents(PatchbayEvent event) {
        WorkspaceId workspace = event.header().workspace();
        ConnectionId connection = new ConnectionId(ended(event).connectionId());
        Telemetry.correlate(event.header().id());
        Telemetry.identify("workspace", workspace.value());
        Telemetry.identify("connection", connection.value());
        LOG.info(
                "Paused {} agents", guard.connectionEnded(workspace, connection).size());
    }

    private static ConnectionEvent.Subject ended(PatchbayEvent event) {
        return switch (event) {
            case ConnectionEvent.Expired expired -> expired.connection();
            case ConnectionEvent.Revoked revoked -> revoked.connection();
            case ConnectionEvent.Connected other -> throw isNoEnd(other);
            case ConnectionEvent.Refreshed other -> throw isNoEnd(other);
            case ConnectionEvent.ErrorBegan other -> throw isNoEnd(other);
            case ConnectionEvent.Failing other -> throw isNoEnd(other);
            case ConnectionEvent.Narrowed other -> throw isNoEnd(other);
            case ConnectionEvent.Recovered other -> throw isNoEnd(other);
            case ConnectionEvent.Expiring other -> throw isNoEnd(other);
            case ConnectionEvent.Disconnected other -> throw isNoEnd(other);
            case AgentEvent other -> throw isNoEnd(other);
            case ActionEvent other -> throw isNoEnd(other);
        };
    }

    private static IllegalArgumentException isNoEnd(PatchbayEvent event) {
        return new IllegalArgumentException("No connection ends by " + event.type());
    }
}
