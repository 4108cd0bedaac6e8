package dev.patchbay.connection;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Between {@link Connection} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class ConnectionItems {
    private ConnectionItems() {}

    static Item key(WorkspaceId workspace, ConnectionId id) {
        return new Item().text("workspace", workspace.value()).text("connection", id.value());
    }

    /** Attributes of what is known of a grant. */
    static final List<String> GRANT = Stream.concat(
                    Stream.of("grantedAt", "grantReportedUntil", "grantExpiresAt", "grantExpiresWhy"),
                    ExpiringGrants.ATTRIBUTES.stream())
            .toList();

    /** Attributes of {@link #of} that not every connection has. */
    static final List<String> MAY_BE_ABSENT = List.of("scopes", "tokensExpireAt", "parameters", "apiBase", "choices");

    /** What an account that has just been connected says itself. */
    static Item of(NewConnection agreed) {
        LinkedAccount linked = agreed.linked();
        return new Item()
                .text("provider", agreed.provider().value())
                .text("accountId", agreed.account().id())
                .text("accountLabel", agreed.account().label())
                .text("connectedBy", agreed.connectedBy().value())
                .texts("scopes", agreed.scopes())
                .bytes("credential", agreed.credential().bytes())
                .time("tokensExpireAt", agreed.tokensExpireAt())
                .textsByName("parameters", linked.parameters())
                .text("apiBase", linked.apiBase().map(URI::toString))
                .items(
                        "choices",
                        linked.choices().stream().map(ConnectionItems::choice).toList());
    }

    /** What is known of a grant, with what puts its connection into the index of those that will end. */
    static Item of(ConnectionId id, Optional<Grant> grant) {
        Optional<GrantForecast> forecast = grant.flatMap(Grant::forecast);
        return ExpiringGrants.entry(id, forecast)
                .time("grantedAt", grant.map(Grant::agreedAt))
                .time("grantReportedUntil", grant.flatMap(Grant::reportedUntil))
                .time("grantExpiresAt", forecast.map(GrantForecast::at))
                .text("grantExpiresWhy", forecast.map(GrantForecast::why));
    }

    /** Attributes of {@link #of(Optional)}: they are there if and only if the row is. */
    static final List<String> HOLDING = List.of("heldAccount", "holder");

    /** What a connection keeps of the row by which it holds its account, so that it is released without the key. */
    static Item of(Optional<Holding> holding) {
        return new Item()
                .text("heldAccount", holding.map(Holding::account))
                .text("holder", holding.map(Holding::holder));
    }

    private static Optional<Holding> holding(Item item) {
        return item.optionalText("heldAccount").map(account -> new Holding(account, item.text("holder")));
    }

    static Optional<Grant> grant(Item item) {
        return item.optionalTime("grantedAt")
                .map(agreed -> new Grant(
                        agreed,
                        item.optionalTime("grantReportedUntil"),
                        item.optionalTime("grantExpiresAt")
                                .map(at -> new GrantForecast(at, item.text("grantExpiresWhy")))));
    }

    private static Item choice(Choice choice) {
        return new Item()
                .text("id", choice.id())
                .text("label", choice.label())
                .textsByName("parameters", choice.parameters());
    }

    static Choices choices(Item item) {
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
                grant(item),
                Map.copyOf(parameters),
                item.optionalText("apiBase").map(URI::create),
                choices,
                item.time("tokensIssuedAt"),
                item.number("fence"),
                item.time("connectedAt"),
                item.optionalTime("lastUsedAt"),
                item.optionalTime("refreshAt"),
                item.optionalTime("refusedSince"),
                item.optionalTime("notBefore"),
                item.texts("lostScopes"),
                holding(item));
    }
}
