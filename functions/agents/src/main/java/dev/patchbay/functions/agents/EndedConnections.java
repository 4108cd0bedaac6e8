package dev.patchbay.functions.agents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of connections that ended and pauses the agents that need them. Events may come late, twice and out of order, so
 * the connection's current status decides: a connection that was reconnected pauses no agent. Thread-safe.
 */
final class EndedConnections {
    private static final Logger LOG = LoggerFactory.getLogger(EndedConnections.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AgentGuard guard;

    EndedConnections(AgentGuard guard) {
        this.guard = guard;
    }

    SQSBatchResponse pauseAgents(SQSEvent events, Context context) {
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
            pauseAgents(JSON.readTree(message.getBody()).path("detail"));
            return true;
        } catch (JsonProcessingException | RuntimeException fault) {
            // The queue delivers it again, and moves it to the dead letters after its last attempt.
            LOG.error("The agents of an ended connection could not be paused", LoggedFault.of(fault));
            return false;
        }
    }

    private void pauseAgents(JsonNode event) {
        WorkspaceId workspace = new WorkspaceId(event.path("workspace").asText());
        ConnectionId connection = new ConnectionId(event.path("connectionId").asText());
        Telemetry.correlate(event.path("id").asText());
        Telemetry.identify("workspace", workspace.value());
        Telemetry.identify("connection", connection.value());
        LOG.info(
                "Paused {} agents", guard.connectionEnded(workspace, connection).size());
    }
}
