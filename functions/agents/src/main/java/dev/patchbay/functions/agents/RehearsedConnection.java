package dev.patchbay.functions.agents;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The connection in the table of a rehearsal, and the event of its end. Its credential is never opened. */
final class RehearsedConnection {
    static final NewConnection CONNECTED = new NewConnection(
            new WorkspaceId("rehearsal"),
            new ProviderId("gmail"),
            new Account("1", "rehearsal"),
            new MemberId("rehearsal"),
            Set.of(),
            SealedSecret.of(new byte[64]),
            Optional.empty());

    static final PatchbayEvent REVOKED = new ConnectionEvent.Revoked(
            PatchbayEvent.Header.of("rehearsal", CONNECTED.workspace(), Instant.EPOCH),
            new ConnectionEvent.Subject(
                    CONNECTED.id().value(),
                    CONNECTED.provider().value(),
                    CONNECTED.account().label()),
            new ConnectionEvent.Problem("rehearsal", Instant.EPOCH, "Reconnect it"));

    private RehearsedConnection() {}
}
