package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.event.PatchbayEvent;
import java.time.Duration;
import java.time.Instant;

/** What is stored of a removed connection for some days: a late write finds it, and cannot restore the connection. */
final class Tombstone {
    private static final Duration KEPT = Duration.ofDays(7);

    private Tombstone() {}

    /** Turns a connection into its tombstone, and sends the event. The caller adds the changes of credential and holder's row. */
    static Update update(String table, Connection connection, Instant now) {
        PatchbayEvent event = ConnectionEvents.disconnected(connection, now);
        return new Update(table, ConnectionItems.key(connection.workspace(), connection.id()))
                .set(new Item()
                        .text("status", ConnectionStatus.DISCONNECTED.name())
                        .time("statusSince", now)
                        .expires(now.plus(KEPT))
                        .text(PatchbayEvent.ATTRIBUTE, event.toJson()))
                .increase("fence", 1)
                .replace(new Item(), DueConnections.ATTRIBUTES)
                .replace(new Item(), ConnectionItems.GRANT)
                .replace(new Item(), ConnectionItems.HOLDING)
                .remove(
                        "statusReason",
                        "leaseUntil",
                        "leaseOwner",
                        "grantBegunAt",
                        "refusedSince",
                        "lastUsedAt",
                        "choices",
                        "picked",
                        ExpiryWarnings.ATTRIBUTE)
                .whenExists("credential");
    }
}
