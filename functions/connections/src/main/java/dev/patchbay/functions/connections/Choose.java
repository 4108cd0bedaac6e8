package dev.patchbay.functions.connections;

import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Choice;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.util.stream.Collectors;

/**
 * {@code PATCH /api/connections/{id}}: picks one of a connection's choices, such as the business that it is for. Two requests to
 * the table.
 */
final class Choose implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final Clock clock;

    Choose(ProviderCatalog catalog, ConnectionStore connections, Clock clock) {
        this.catalog = catalog;
        this.connections = connections;
        this.clock = clock;
    }

    private record Body(String choice) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        Body body = request.json(Body.class);
        Connection connection = ShowConnection.named(connections, request, member);
        Choice choice = connection
                .target()
                .choices()
                .find(body.choice())
                .orElseThrow(
                        () -> Problem.badField("choice", allowed(connection)).asException());
        Connection chosen = connections
                .choose(connection, choice)
                .orElseThrow(() -> Problem.notFound("connection").asException());
        return ApiResponse.json(200, ConnectionAnswer.of(catalog.get(chosen.provider()), chosen, clock.instant()));
    }

    private static String allowed(Connection connection) {
        if (connection.target().choices().all().isEmpty()) {
            return "There is nothing to choose for this connection";
        }
        return "\"choice\" must be one of "
                + connection.target().choices().all().stream().map(Choice::id).collect(Collectors.joining(", "));
    }
}
