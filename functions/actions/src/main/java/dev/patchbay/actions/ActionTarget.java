package dev.patchbay.actions;

import dev.patchbay.action.ActionQueue;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.Problem;
import dev.patchbay.provider.ConnectionChoice;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.tenant.WorkspaceId;
import java.util.List;

/** Finds the connection that an action is meant for, and makes sure that the provider performs the action. */
final class ActionTarget {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final ActionQueue queue;

    ActionTarget(ProviderCatalog catalog, ConnectionStore connections, ActionQueue queue) {
        this.catalog = catalog;
        this.connections = connections;
        this.queue = queue;
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
                    title + ": " + connection.status().says() + ". Reconnect " + title + " and send it again");
        }
        if (connection.choices().open()) {
            throw conflict(
                    "connection_incomplete",
                    title + ": the "
                            + provider.oauth()
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
        if (!provider.actions().contains(action) || !queue.serves(provider.name())) {
            throw Problem.badField(
                            "action",
                            provider.actions().isEmpty()
                                    ? provider.title() + " has no actions yet"
                                    : "\"action\" must be one of " + String.join(", ", provider.actions()))
                    .asException();
        }
        return provider;
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
                .orElseThrow(() -> Problem.of(
                                404,
                                "unknown_provider",
                                "Unknown provider",
                                "There is no provider \"" + name + "\"; GET /api/providers lists them")
                        .asException());
        List<Connection> found = connections.list(workspace).stream()
                .filter(connection -> connection.provider().equals(provider.name()))
                .toList();
        return switch (found.size()) {
            case 0 -> throw conflict("not_connected", provider.title() + " is not connected. Connect it first");
            case 1 -> found.getFirst();
            default ->
                throw conflict(
                        "ambiguous_connection",
                        provider.title() + " has " + found.size() + " connections. Name one by \"connectionId\"");
        };
    }

    private static RuntimeException conflict(String code, String detail) {
        return Problem.of(409, code, "Cannot act", detail).asException();
    }
}
