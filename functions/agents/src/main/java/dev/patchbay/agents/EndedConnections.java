package dev.patchbay.agents;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.agent.AgentGuard;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.tenant.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of connections that ended and pauses the agents that need them. Events come late, twice and out of order, so
 * what counts is how the connection is now: one that was reconnected meanwhile pauses nobody. Thread-safe.
 */
final class EndedConnections {
    private static final Logger LOG = LoggerFactory.getLogger(EndedConnections.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final AgentGuard guard;

    EndedConnections(ProviderCatalog catalog, ConnectionStore connections, AgentGuard guard) {
        this.catalog = catalog;
        this.connections = connections;
        this.guard = guard;
    }

    SQSBatchResponse pause(SQSEvent events) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSMessage message : events.getRecords()) {
            try {
                pause(JSON.readTree(message.getBody()).path("detail"));
            } catch (JsonProcessingException | RuntimeException fault) {
                // The queue delivers it again, and to the dead letters when that does not help.
                LOG.error("The agents of an ended connection could not be paused", fault);
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private void pause(JsonNode event) {
        WorkspaceId workspace = new WorkspaceId(event.path("workspace").asText());
        ConnectionId id = new ConnectionId(event.path("connectionId").asText());
        Telemetry.correlate(event.path("id").asText());
        Telemetry.identify("workspace", workspace.value());
        Telemetry.identify("connection", id.value());
        connections
                .find(workspace, id)
                .filter(connection -> !connection.status().usable())
                .ifPresent(this::pause);
    }

    private void pause(Connection ended) {
        ConnectionStatus status = ended.status();
        String title = catalog.get(ended.provider()).title();
        int paused = guard.connectionEnded(
                        ended.workspace(),
                        ended.provider(),
                        ended.id(),
                        "connection_" + status.name().toLowerCase(Locale.ROOT),
                        status == ConnectionStatus.EXPIRED
                                ? title + " integration expired"
                                : title + " access was revoked")
                .size();
        LOG.info("Paused {} agents", paused);
    }
}
