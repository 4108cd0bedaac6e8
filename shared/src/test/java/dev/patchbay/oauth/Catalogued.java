package dev.patchbay.oauth;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderErrors;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A provider of the catalogue, and what its answers mean. */
public record Catalogued(Provider provider) {
    /** When all answers come. */
    public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final ProviderCatalog CATALOG = new ProviderCatalog(Catalogued.class.getClassLoader(), Map.of());

    public static Catalogued of(String name) {
        return new Catalogued(CATALOG.get(new ProviderId(name)));
    }

    /** What this answer fails with. */
    ProviderError error(int status, String body) {
        return error(status, Map.of(), body);
    }

    /** @param headers by lower-case name */
    ProviderError error(int status, Map<String, String> headers, String body) {
        return ProviderErrors.of(provider, new ProviderResponse(status, headers, body), NOW)
                .orElseThrow();
    }

    /** What becomes of a grant when the token endpoint answers so. */
    public OAuthException.Kind tokenError(int status, String body) {
        ProviderResponse response = new ProviderResponse(status, Map.of(), body);
        Optional<OAuthException> refusal = TokenErrors.of(provider, response, response.json(), NOW);
        return refusal.orElseThrow().kind();
    }
}
