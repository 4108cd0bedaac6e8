package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.event.EventDocumentation;
import dev.patchbay.event.EventJson;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectionEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RefreshedTokens REFRESHED = new RefreshedTokens(
            SealedSecret.of(new byte[] {1, 2, 3}),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final FailedRefresh OUTAGE = new FailedRefresh("status_503", true, false, NOW, Optional.empty());
    private static final NewConnection AGREED = new NewConnection(
            new WorkspaceId("acme"),
            new ProviderId("gmail"),
            new Account("1078", "john@example.org"),
            new MemberId("user-1"),
            Set.of("b", "a"),
            SealedSecret.of(new byte[] {7}),
            Optional.empty());

    private final CapturingTable table = new CapturingTable(ConnectionItems.key(AGREED.workspace(), AGREED.id())
            .text("provider", "gmail")
            .text("accountId", "1078")
            .text("accountLabel", "john@example.org")
            .text("connectedBy", "user-1")
            .text("status", "CONNECTED")
            .time("statusSince", NOW)
            .time("tokensIssuedAt", NOW)
            .time("connectedAt", NOW)
            .bytes("credential", new byte[] {7}));
    private final ConnectionStore store = new ConnectionStore(table, "connections", Clock.fixed(NOW, ZoneOffset.UTC));
    private final Connection connection = ConnectionItems.read(Item.of(table.item()));

    @Test
    void connectedEventIsAsDocumented() {
        assertSentAsDocumented("connection.connected", connections -> connections.connect(AGREED));
    }

    @Test
    void refreshedEventIsAsDocumented() {
        assertSentAsDocumented(
                "connection.refreshed",
                connections -> connections.leases().store(leased(connection), REFRESHED, Optional.empty()));
    }

    @Test
    void errorEventIsAsDocumented() {
        assertSentAsDocumented(
                "connection.error", connections -> connections.leases().fail(leased(connection), OUTAGE));
    }

    @Test
    void recoveredEventIsAsDocumented() {
        assertSentAsDocumented(
                "connection.recovered",
                connections -> connections.leases().store(leased(failing()), REFRESHED, Optional.empty()));
    }

    @Test
    void failingEventIsAsDocumented() {
        assertSentAsDocumented("connection.failing", connections -> connections.reportFailing(failing()));
    }

    @Test
    void narrowedEventIsAsDocumented() {
        Connection narrowed = ConnectionItems.read(Item.of(table.item()).texts("lostScopes", Set.of("gmail.send")));

        store.reportNarrowed(narrowed, List.of("Send email as you."));

        assertSentAsDocumented("connection.narrowed");
    }

    @Test
    void lastingErrorSendsOneEvent() {
        store.leases().fail(leased(failing()), OUTAGE);

        assertThat(table.events()).isEmpty();
    }

    @Test
    void expiredEventIsAsDocumented() {
        assertSentAsDocumented(
                "connection.expired",
                connections -> connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended"));
    }

    @Test
    void revokedEventIsAsDocumented() {
        assertSentAsDocumented(
                "connection.revoked",
                connections -> connections.end(connection, ConnectionStatus.REVOKED, "invalid_grant"));
    }

    @Test
    void expiringEventIsAsDocumented() {
        Connection ending = ConnectionItems.read(Item.of(table.item())
                .time("grantedAt", NOW)
                .time("grantExpiresAt", NOW.plusSeconds(7 * 86_400))
                .text("grantExpiresWhy", "LinkedIn ends it."));

        new ExpiryWarnings(table, "connections", Clock.fixed(NOW, ZoneOffset.UTC)).report(ending);

        assertSentAsDocumented("connection.expiring");
    }

    @Test
    void disconnectedEventIsAsDocumented() {
        assertSentAsDocumented("connection.disconnected", connections -> connections.disconnect(connection));
    }

    @Test
    void useAndLeasesSendNoEvents() {
        store.touch(connection);
        store.leases().release(leased(connection));
        store.leases().postpone(leased(connection), OUTAGE);

        assertThat(table.events()).isEmpty();
    }

    @Test
    void scopesAreSorted() {
        store.connect(AGREED);

        assertThat(table.events().getFirst()).contains("\"scopes\":[\"a\",\"b\"]");
    }

    @Test
    void everyEventHasAnIdOfItsOwn() {
        assertThat(refreshed().header().id())
                .startsWith("evt_")
                .isNotEqualTo(refreshed().header().id());
    }

    private void assertSentAsDocumented(String type, Consumer<ConnectionStore> change) {
        change.accept(store);

        assertSentAsDocumented(type);
    }

    private void assertSentAsDocumented(String type) {
        assertThat(table.events()).hasSize(1);
        assertThat(EventJson.type(table.events().getFirst())).isEqualTo(type);
        assertThat(EventDocumentation.faults(table.events().getFirst())).isEmpty();
    }

    private static RefreshLease leased(Connection connection) {
        return new RefreshLease(connection, NOW.plusSeconds(30), false);
    }

    private Connection failing() {
        return ConnectionItems.read(Item.of(table.item()).text("status", "ERROR"));
    }

    private PatchbayEvent refreshed() {
        return ConnectionEvents.refreshed(connection, NOW);
    }
}
