package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The events of a connection's life, {@code connection.*}. */
final class ConnectionEvents {
    private ConnectionEvents() {}

    /** Returns the fields of a temporary error: no action is needed. */
    static Map<String, Object> trouble(String reason, Instant since) {
        return Map.of("reason", reason, "since", since.toString(), "nextStep", "Nothing: it is tried again by itself");
    }

    /** Returns an event that may be sent twice, with the same id each time. */
    static PatchbayEvent event(
            String eventId, String type, Connection connection, Instant at, Map<String, Object> more) {
        return event(
                eventId,
                type,
                connection.workspace(),
                connection.id(),
                connection.provider(),
                connection.account(),
                at,
                more);
    }

    static PatchbayEvent event(
            String type,
            WorkspaceId workspace,
            ConnectionId id,
            ProviderId provider,
            Account account,
            Instant at,
            Map<String, Object> more) {
        return event("evt_" + UUID.randomUUID(), type, workspace, id, provider, account, at, more);
    }

    private static PatchbayEvent event(
            String eventId,
            String type,
            WorkspaceId workspace,
            ConnectionId id,
            ProviderId provider,
            Account account,
            Instant at,
            Map<String, Object> more) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("connectionId", id.value());
        detail.put("provider", provider.value());
        detail.put("account", account.label());
        detail.putAll(more);
        return new PatchbayEvent(eventId, type, workspace, at, detail);
    }
}
