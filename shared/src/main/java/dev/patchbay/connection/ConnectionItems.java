package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;

/** Between {@link Connection} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class ConnectionItems {
    private ConnectionItems() {}

    static Item key(WorkspaceId workspace, ConnectionId id) {
        return new Item().text("workspace", workspace.value()).text("connection", id.value());
    }

    static Connection read(Item item) {
        return new Connection(
                new WorkspaceId(item.text("workspace")),
                new ConnectionId(item.text("connection")),
                new ProviderId(item.text("provider")),
                new Account(item.text("accountId"), item.text("accountLabel")),
                new MemberId(item.text("connectedBy")),
                item.texts("scopes"),
                ConnectionStatus.valueOf(item.text("status")),
                item.optionalText("statusReason"),
                item.time("statusSince"),
                item.bytes("credential").map(SealedSecret::of),
                item.optionalTime("tokensExpireAt"),
                item.optionalTime("grantExpiresAt"),
                item.textsByName("parameters"),
                item.optionalText("apiBase").map(URI::create),
                item.time("tokensIssuedAt"),
                item.number("fence"),
                item.time("connectedAt"),
                item.optionalTime("lastUsedAt"),
                item.optionalTime("refreshAt"));
    }
}
