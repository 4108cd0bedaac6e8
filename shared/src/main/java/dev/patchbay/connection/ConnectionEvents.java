package dev.patchbay.connection;

import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The events of a connection's life, {@code connection.*}. */
final class ConnectionEvents {
    private ConnectionEvents() {}

    static PatchbayEvent event(
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
        return new PatchbayEvent("evt_" + UUID.randomUUID(), type, workspace, at, detail);
    }
}
