package dev.patchbay.connection;

import static dev.patchbay.connection.ConnectionAttributes.ACCOUNT_ID;
import static dev.patchbay.connection.ConnectionAttributes.ACCOUNT_LABEL;
import static dev.patchbay.connection.ConnectionAttributes.API_BASE;
import static dev.patchbay.connection.ConnectionAttributes.CHOICES;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTED_AT;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTED_BY;
import static dev.patchbay.connection.ConnectionAttributes.CONNECTION;
import static dev.patchbay.connection.ConnectionAttributes.CREDENTIAL;
import static dev.patchbay.connection.ConnectionAttributes.FENCE;
import static dev.patchbay.connection.ConnectionAttributes.GRANTED_AT;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_DAY;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_EXPIRES_AT;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_EXPIRES_WHY;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_REPORTED_UNTIL;
import static dev.patchbay.connection.ConnectionAttributes.GRANT_SHARD;
import static dev.patchbay.connection.ConnectionAttributes.HELD_ACCOUNT;
import static dev.patchbay.connection.ConnectionAttributes.HOLDER;
import static dev.patchbay.connection.ConnectionAttributes.LAST_USED_AT;
import static dev.patchbay.connection.ConnectionAttributes.LOST_SCOPES;
import static dev.patchbay.connection.ConnectionAttributes.NOT_BEFORE;
import static dev.patchbay.connection.ConnectionAttributes.PARAMETERS;
import static dev.patchbay.connection.ConnectionAttributes.PICKED;
import static dev.patchbay.connection.ConnectionAttributes.PROVIDER;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_AT;
import static dev.patchbay.connection.ConnectionAttributes.REFRESH_SHARD;
import static dev.patchbay.connection.ConnectionAttributes.REFUSED_SINCE;
import static dev.patchbay.connection.ConnectionAttributes.SCOPES;
import static dev.patchbay.connection.ConnectionAttributes.STATUS;
import static dev.patchbay.connection.ConnectionAttributes.STATUS_REASON;
import static dev.patchbay.connection.ConnectionAttributes.STATUS_SINCE;
import static dev.patchbay.connection.ConnectionAttributes.TOKENS_EXPIRE_AT;
import static dev.patchbay.connection.ConnectionAttributes.TOKENS_ISSUED_AT;
import static dev.patchbay.connection.ConnectionAttributes.WORKSPACE;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Between {@link Connection} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class ConnectionItems {
    private ConnectionItems() {}

    static Item key(WorkspaceId workspace, ConnectionId id) {
        return new Item().text(WORKSPACE, workspace.value()).text(CONNECTION, id.value());
    }

    /** Returns what an account that has just been connected consists of, without {@link #grant(Optional)} and the indexes. */
    static Item of(NewConnection agreed) {
        LinkedAccount linked = agreed.linked();
        return new Item()
                .text(PROVIDER, agreed.provider().value())
                .text(ACCOUNT_ID, agreed.account().id())
                .text(ACCOUNT_LABEL, agreed.account().label())
                .text(CONNECTED_BY, agreed.connectedBy().value())
                .texts(SCOPES, agreed.access().scopes())
                .bytes(CREDENTIAL, agreed.access().credential().bytes())
                .time(TOKENS_EXPIRE_AT, agreed.access().tokensExpireAt())
                .textsByName(PARAMETERS, linked.parameters())
                .text(API_BASE, linked.apiBase().map(URI::toString))
                .items(
                        CHOICES,
                        linked.choices().stream().map(ConnectionItems::choice).toList());
    }

    /** Returns what is known of a grant. */
    static Item grant(Optional<Grant> grant) {
        Optional<GrantForecast> forecast = grant.flatMap(Grant::forecast);
        return new Item()
                .time(GRANTED_AT, grant.map(Grant::agreedAt))
                .time(GRANT_REPORTED_UNTIL, grant.flatMap(Grant::reportedUntil))
                .time(GRANT_EXPIRES_AT, forecast.map(GrantForecast::at))
                .text(GRANT_EXPIRES_WHY, forecast.map(GrantForecast::why));
    }

    /** Returns what puts a connection into the index of {@link ExpiringGrants}; empty if no end is known. */
    static Item grantIndex(ConnectionId id, Optional<Grant> grant) {
        Item item = new Item();
        grant.flatMap(Grant::forecast)
                .ifPresent(end -> item.number(GRANT_SHARD, id.shard(ExpiringGrants.SHARDS))
                        .text(GRANT_DAY, end.day().toString()));
        return item;
    }

    /** Returns what puts a connection into the index of {@link DueConnections}; empty if it is never due. */
    static Item refreshIndex(ConnectionId id, Optional<Instant> refreshAt) {
        Item item = new Item();
        refreshAt.ifPresent(due ->
                item.number(REFRESH_SHARD, id.shard(DueConnections.SHARDS)).time(REFRESH_AT, due));
        return item;
    }

    /** Returns what a connection keeps of the row by which it holds its account, so that it is released without the key. */
    static Item holding(Optional<Holding> holding) {
        return new Item().text(HELD_ACCOUNT, holding.map(Holding::account)).text(HOLDER, holding.map(Holding::holder));
    }

    private static Optional<Holding> holding(Item item) {
        return item.optionalText(HELD_ACCOUNT).map(account -> new Holding(account, item.text(HOLDER)));
    }

    static Optional<Grant> grant(Item item) {
        return item.optionalTime(GRANTED_AT)
                .map(agreed -> new Grant(
                        agreed,
                        item.optionalTime(GRANT_REPORTED_UNTIL),
                        item.optionalTime(GRANT_EXPIRES_AT)
                                .map(at -> new GrantForecast(at, item.text(GRANT_EXPIRES_WHY)))));
    }

    private static Item choice(Choice choice) {
        return new Item()
                .text("id", choice.id())
                .text("label", choice.label())
                .textsByName("parameters", choice.parameters());
    }

    static Choices choices(Item item) {
        return new Choices(
                item.items(CHOICES).stream()
                        .map(one -> new Choice(one.text("id"), one.text("label"), one.textsByName("parameters")))
                        .toList(),
                item.optionalText(PICKED));
    }

    static Connection read(Item item) {
        Choices choices = choices(item);
        Map<String, String> parameters = new HashMap<>(item.textsByName(PARAMETERS));
        choices.chosen().ifPresent(chosen -> parameters.putAll(chosen.parameters()));
        return new Connection(
                new ConnectionIdentity(
                        new WorkspaceId(item.text(WORKSPACE)),
                        new ConnectionId(item.text(CONNECTION)),
                        new ProviderId(item.text(PROVIDER)),
                        new Account(item.text(ACCOUNT_ID), item.text(ACCOUNT_LABEL))),
                new ConnectionHistory(
                        new MemberId(item.text(CONNECTED_BY)),
                        item.time(CONNECTED_AT),
                        item.optionalTime(LAST_USED_AT)),
                new StatusEntry(
                        ConnectionStatus.valueOf(item.text(STATUS)),
                        item.optionalText(STATUS_REASON),
                        item.time(STATUS_SINCE)),
                new GrantedAccess(
                        item.bytes(CREDENTIAL).map(SealedSecret::of),
                        item.time(TOKENS_ISSUED_AT),
                        item.optionalTime(TOKENS_EXPIRE_AT),
                        item.texts(SCOPES),
                        item.texts(LOST_SCOPES),
                        grant(item)),
                new CallTarget(
                        Map.copyOf(parameters), item.optionalText(API_BASE).map(URI::create), choices),
                new RefreshSchedule(
                        item.optionalTime(REFRESH_AT), item.optionalTime(REFUSED_SINCE), item.optionalTime(NOT_BEFORE)),
                item.number(FENCE),
                holding(item));
    }
}
