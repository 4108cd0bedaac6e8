package dev.patchbay.functions.connections;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code GET /api/integrations}: every provider of the catalogue with the workspace's connections. One request to the table. */
final class Integrations implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ConnectionStore connections;
    private final Clock clock;

    Integrations(ProviderCatalog catalog, ConnectionStore connections, Clock clock) {
        this.catalog = catalog;
        this.connections = connections;
        this.clock = clock;
    }

    private record Answer(List<Integration> integrations) {}

    private record Integration(
            String provider,
            String title,
            String category,
            String connectBy,
            List<ScopeAnswer> scopes,
            List<String> notes,
            List<String> actions,
            List<ConnectionAnswer> connections) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Map<ProviderId, List<Connection>> byProvider = connections
                .list(request.caller().workspace())
                .stream()
                .collect(Collectors.groupingBy(Connection::provider));
        return ApiResponse.json(
                200,
                new Answer(catalog.all().stream()
                        .map(provider -> integration(provider, byProvider.getOrDefault(provider.name(), List.of())))
                        .toList()));
    }

    private Integration integration(Provider provider, List<Connection> connections) {
        return new Integration(
                provider.name().value(),
                provider.title(),
                provider.listing().category(),
                connectBy(provider),
                ScopeAnswer.of(provider),
                provider.listing().notes(),
                provider.listing().actions(),
                connections.stream()
                        .map(connection -> ConnectionAnswer.of(provider, connection, clock.instant()))
                        .toList());
    }

    private static String connectBy(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> "oauth2";
            case Auth.ApiKey key -> "api-key";
        };
    }
}
