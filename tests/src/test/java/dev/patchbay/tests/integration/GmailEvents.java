package dev.patchbay.tests.integration;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.event.PatchbayEvent.Header;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Events about one Gmail connection that no store wrote: late, repeated or hostile ones.
 *
 * @param time of each
 */
public record GmailEvents(WorkspaceId workspace, ConnectionId connection, Instant time) {
    public static GmailEvents of(String workspace, String connection) {
        return new GmailEvents(new WorkspaceId(workspace), new ConnectionId(connection), Instant.now());
    }

    /** Returns an id that no other event has. */
    public static String newId() {
        return "evt_" + UUID.randomUUID();
    }

    /** The text of a message in the queue of a rule's target. */
    public static String delivered(PatchbayEvent event) {
        return "{\"source\":\"patchbay\",\"detail-type\":\"%s\",\"detail\":%s}".formatted(event.type(), event.toJson());
    }

    /** Returns the event of an end, which the connection's status states. */
    public PatchbayEvent ended(String id, Connection ended) {
        // The clock is finer than an item.
        Instant since = ended.standing().since().plusNanos(456);
        return switch (ended.status()) {
            case EXPIRED -> expired(id, since);
            case REVOKED -> revoked(id, since);
            case CONNECTED, ERROR, DISCONNECTED -> throw new IllegalArgumentException("The connection has not ended");
        };
    }

    public PatchbayEvent expired(String id, Instant since) {
        return new ConnectionEvent.Expired(header(id), subject(), reconnect("grant_ended", since));
    }

    public PatchbayEvent revoked(String id, Instant since) {
        return new ConnectionEvent.Revoked(header(id), subject(), reconnect("invalid_grant", since));
    }

    public PatchbayEvent failing(String id, Instant since) {
        return new ConnectionEvent.Failing(
                header(id),
                subject(),
                new ConnectionEvent.Problem("status_503", since, "Nothing: it is tried again by itself"));
    }

    public PatchbayEvent narrowed(String id, List<String> missing) {
        return new ConnectionEvent.Narrowed(
                header(id),
                subject(),
                missing,
                List.of("https://www.googleapis.com/auth/gmail.send"),
                time,
                "Reconnect it and allow what is missing");
    }

    public PatchbayEvent expiring(String id, int daysLeft, Instant at) {
        return new ConnectionEvent.Expiring(header(id), subject(), daysLeft, at, "Gmail ends it.");
    }

    /** Returns the event of an agent's action that failed because the connection was revoked. */
    public PatchbayEvent agentFailed(String id, String agent, String message) {
        return new ActionEvent.Failed(
                header(id),
                new ActionEvent.Subject(
                        "act_" + "0".repeat(32), "gmail.send-email", "gmail", connection.value(), Optional.of(agent)),
                ActionEvent.Failed.Outcome.FAILED,
                "connection_revoked",
                message,
                Optional.empty());
    }

    private Header header(String id) {
        return new Header(id, workspace, time);
    }

    private ConnectionEvent.Subject subject() {
        return new ConnectionEvent.Subject(connection.value(), "gmail", "john@gmail.com");
    }

    private static ConnectionEvent.Problem reconnect(String reason, Instant since) {
        return new ConnectionEvent.Problem(reason, since, "Reconnect it");
    }
}
