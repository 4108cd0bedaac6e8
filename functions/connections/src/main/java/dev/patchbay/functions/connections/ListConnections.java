package dev.patchbay.functions.connections;

import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionPages;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.PageQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/connections?limit=&next=}: the workspace's connections, by id. One request to the table. */
final class ListConnections implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionPages connections;
    private final Clock clock;

    ListConnections(ProviderCatalog catalog, ConnectionPages connections, Clock clock) {
        this.catalog = catalog;
        this.connections = connections;
        this.clock = clock;
    }

    private record Answer(List<ConnectionAnswer> connections, Optional<String> next) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        PageQuery query = PageQuery.of(request);
        ConnectionPages.Page page =
                connections.after(request.caller().workspace(), query.after(ListConnections::position), query.limit());
        Instant now = clock.instant();
        return ApiResponse.json(
                200,
                new Answer(
                        page.connections().stream()
                                .flatMap(connection -> shown(connection, now).stream())
                                .toList(),
                        page.last().map(ConnectionId::value).map(PageQuery::next)));
    }

    /** Empty for a connection whose provider has left the catalogue. */
    private Optional<ConnectionAnswer> shown(Connection connection, Instant now) {
        return catalog.find(connection.provider().value())
                .map(provider -> ConnectionAnswer.of(provider, connection, now));
    }

    private static Optional<ConnectionId> position(String text) {
        return Optional.of(text).filter(ConnectionId::matches).map(ConnectionId::new);
    }
}
