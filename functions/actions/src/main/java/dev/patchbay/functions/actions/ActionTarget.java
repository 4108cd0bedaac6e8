package dev.patchbay.functions.actions;

import dev.patchbay.action.QueuedActionLimit;
import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.ConnectionChoice;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.WorkspaceId;
import java.time.Duration;
import java.util.List;

/** Finds the connection that an action is meant for, and makes sure that the provider performs the action. */
public final class ActionTarget {
    private static final Duration INDEX_DELAY = Duration.ofMillis(300);

    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final ConnectionsByProvider byProvider;
    private final ActionQueue queue;
    private final QueuedActionLimit limit;
    private final Pause pause;

    public ActionTarget(
            ProviderCatalog catalog,
            ConnectionStore connections,
            ConnectionsByProvider byProvider,
            ActionQueue queue,
            QueuedActionLimit limit,
            Pause pause) {
        this.catalog = catalog;
        this.connections = connections;
        this.byProvider = byProvider;
        this.queue = queue;
        this.limit = limit;
        this.pause = pause;
    }

    Connection connection(WorkspaceId workspace, SubmitAction.Body body) {
        if (body.provider().isPresent() == body.connectionId().isPresent()) {
            throw Problem.badField("provider", "Name either \"provider\" or \"connectionId\"")
                    .asException();
        }
        Connection connection = body.connectionId()
                .map(id -> byId(workspace, id))
                .orElseGet(() -> onlyOf(workspace, body.provider().orElseThrow()));
        Provider provider = catalog.get(connection.provider());
        String title = provider.title();
        if (!connection.status().usable()) {
            throw conflict(
                    "connection_unusable",
                    title + ": " + connection.status().message() + ". Reconnect " + title + " and send it again");
        }
        if (connection.target().choices().open()) {
            throw conflict(
                    "connection_incomplete",
                    title + ": the "
                            + provider.oauth()
                                    .connections()
                                    .choice()
                                    .map(ConnectionChoice::what)
                                    .orElse("account")
                            + " that this connection is for is not chosen yet. Choose one by PATCH /api/connections/"
                            + connection.id() + " and send it again");
        }
        return connection;
    }

    Provider provider(Connection connection, String action) {
        Provider provider = catalog.get(connection.provider());
        if (!provider.listing().actions().contains(action) || !queue.serves(provider.name())) {
            throw Problem.badField(
                            "action",
                            provider.listing().actions().isEmpty()
                                    ? provider.title() + " has no actions yet"
                                    : "\"action\" must be one of "
                                            + String.join(
                                                    ", ", provider.listing().actions()))
                    .asException();
        }
        return provider;
    }

    /** Makes sure that the connection's queue takes one more action. At most one request. */
    void checkQueue(Connection connection) {
        if (limit.reached(connection.workspace(), connection.id())) {
            throw Problem.tooMany("too_many_actions", limit.message() + ". Send it again when some of them are done")
                    .asException(QueuedActionLimit.RETRY_AFTER);
        }
    }

    private Connection byId(WorkspaceId workspace, String id) {
        if (!ConnectionId.matches(id)) {
            throw Problem.notFound("connection").asException();
        }
        return connections
                .find(workspace, new ConnectionId(id))
                .orElseThrow(() -> Problem.notFound("connection").asException());
    }

    private Connection onlyOf(WorkspaceId workspace, String name) {
        Provider provider = catalog.find(name)
                .orElseThrow(() -> Problem.unknownProvider(name).asException());
        List<ConnectionId> found = of(workspace, provider);
        return switch (found.size()) {
            case 0 -> throw notConnected(provider);
            case 1 -> connections.find(workspace, found.getFirst()).orElseThrow(() -> notConnected(provider));
            default ->
                throw conflict(
                        "ambiguous_connection",
                        provider.title() + " has " + found.size() + " connections. Name one by \"connectionId\"");
        };
    }

    /** An account that was connected a moment ago may not be in the index yet: what is not found is looked for a second time. */
    private List<ConnectionId> of(WorkspaceId workspace, Provider provider) {
        List<ConnectionId> found = byProvider.of(workspace, provider.name());
        if (!found.isEmpty()) {
            return found;
        }
        pause.of(INDEX_DELAY);
        return byProvider.of(workspace, provider.name());
    }

    private static RuntimeException notConnected(Provider provider) {
        return conflict("not_connected", provider.title() + " is not connected. Connect it first");
    }

    private static RuntimeException conflict(String code, String detail) {
        return Problem.of(409, code, "Cannot act", detail).asException();
    }
}
