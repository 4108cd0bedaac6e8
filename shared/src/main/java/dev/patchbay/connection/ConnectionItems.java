package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Between {@link Connection} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class ConnectionItems {
    private ConnectionItems() {}

    static Item key(WorkspaceId workspace, ConnectionId id) {
        return new Item().text("workspace", workspace.value()).text("connection", id.value());
    }

    static Item choice(Choice choice) {
        return new Item()
                .text("id", choice.id())
                .text("label", choice.label())
                .textsByName("parameters", choice.parameters());
    }

    private static Choices choices(Item item) {
        return new Choices(
                item.items("choices").stream()
                        .map(one -> new Choice(one.text("id"), one.text("label"), one.textsByName("parameters")))
                        .toList(),
                item.optionalText("picked"));
    }

    static Connection read(Item item) {
        Choices choices = choices(item);
        Map<String, String> parameters = new HashMap<>(item.textsByName("parameters"));
        choices.chosen().ifPresent(chosen -> parameters.putAll(chosen.parameters()));
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
                Map.copyOf(parameters),
                item.optionalText("apiBase").map(URI::create),
                choices,
                item.time("tokensIssuedAt"),
                item.number("fence"),
                item.time("connectedAt"),
                item.optionalTime("lastUsedAt"),
                item.optionalTime("refreshAt"));
    }
}
