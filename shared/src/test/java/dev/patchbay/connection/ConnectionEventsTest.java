package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionEventsTest {
    private static final ConnectionId ID = new ConnectionId("conn_0123456789abcdef0123456789");

    @Test
    void eventNamesConnectionProviderAndAccount() {
        assertThat(event().detail())
                .containsExactly(
                        Map.entry("connectionId", ID.value()),
                        Map.entry("provider", "gmail"),
                        Map.entry("account", "john@example.org"),
                        Map.entry("reason", "invalid_grant"));
    }

    @Test
    void everyEventHasAnIdOfItsOwn() {
        assertThat(event().id()).startsWith("evt_").isNotEqualTo(event().id());
    }

    private static PatchbayEvent event() {
        return ConnectionEvents.event(
                "connection.revoked",
                new WorkspaceId("acme"),
                ID,
                new ProviderId("gmail"),
                new Account("1078", "john@example.org"),
                Instant.parse("2026-11-20T12:00:00Z"),
                Map.of("reason", "invalid_grant"));
    }
}
