package dev.patchbay.functions.connections;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.Quota;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code GET /api/providers}: the catalogue in words for people, the same for every workspace. No request to AWS. */
final class Providers implements ApiEndpoint {
    private final ProviderCatalog catalog;
    private final ProviderIcons icons;

    Providers(ProviderCatalog catalog, ProviderIcons icons) {
        this.catalog = catalog;
        this.icons = icons;
    }

    private record Answer(List<ProviderAnswer> providers) {}

    private record ProviderAnswer(
            String name,
            String title,
            String category,
            Optional<String> icon,
            List<String> connectBy,
            List<ScopeAnswer> scopes,
            List<QuotaAnswer> quotas,
            List<String> notes,
            List<String> actions,
            LocalDate lastVerified) {}

    private record QuotaAnswer(String metric, long limit, String window, String per, String message) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        // The catalogue is no secret, but the API is for members.
        request.caller();
        return ApiResponse.json(
                200, new Answer(catalog.all().stream().map(this::described).toList()));
    }

    private ProviderAnswer described(Provider provider) {
        return new ProviderAnswer(
                provider.name().value(),
                provider.title(),
                provider.listing().category(),
                icons.dataUri(provider.name()),
                connectBy(provider),
                ScopeAnswer.of(provider),
                provider.api().quotas().stream().map(Providers::described).toList(),
                provider.listing().notes(),
                provider.listing().actions(),
                provider.listing().lastVerified());
    }

    private static QuotaAnswer described(Quota quota) {
        return new QuotaAnswer(
                quota.metric(),
                quota.limit(),
                quota.window().toString(),
                quota.per().name().toLowerCase(Locale.ROOT),
                quota.message());
    }

    private static List<String> connectBy(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> provider.takesKeys() ? List.of("oauth2", "api-key") : List.of("oauth2");
            case Auth.ApiKey key -> List.of("api-key");
        };
    }
}
