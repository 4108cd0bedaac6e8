package dev.patchbay.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Optional;

/** An action of the workspace acme at Slack. */
final class SampleAction {
    private SampleAction() {}

    static ActionMessage message(Optional<String> agent, Instant createdAt) {
        return message(agent, createdAt, JsonNodeFactory.instance.objectNode().put("text", "Hello"));
    }

    static ActionMessage message(Optional<String> agent, Instant createdAt, JsonNode input) {
        return new ActionMessage(
                new AcceptedAction(
                        new WorkspaceId("acme"),
                        new ActionId("act_0123456789abcdef0123456789abcdef"),
                        "slack.post-message",
                        new ProviderId("slack"),
                        new ConnectionId("conn_0123456789abcdef0123456789"),
                        agent,
                        createdAt),
                "request-1",
                input);
    }
}
