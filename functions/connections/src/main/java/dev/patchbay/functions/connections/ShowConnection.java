package dev.patchbay.functions.connections;

import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.util.Optional;

/** {@code GET /api/connections/{id}}. One request to the table. */
final class ShowConnection implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final Clock clock;

    ShowConnection(ProviderCatalog catalog, ConnectionStore connections, Clock clock) {
        this.catalog = catalog;
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Connection connection = named(connections, request, request.caller());
        return ApiResponse.json(
                200, ConnectionAnswer.of(catalog.get(connection.provider()), connection, clock.instant()));
    }

    /** The connection that the path names, in the caller's workspace and nowhere else. */
    static Connection named(ConnectionStore connections, ApiRequest request, Member caller) {
        return named(connections, caller, request.path("id"));
    }

    /** The connection of this id, in the caller's workspace and nowhere else. */
    static Connection named(ConnectionStore connections, Member caller, String named) {
        return Optional.of(named)
                .filter(ConnectionId::matches)
                .flatMap(id -> connections.find(caller.workspace(), new ConnectionId(id)))
                .orElseThrow(() -> Problem.notFound("connection").asException());
    }
}
