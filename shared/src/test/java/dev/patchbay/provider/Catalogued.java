package dev.patchbay.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A provider of the catalogue, and what its answers mean. */
record Catalogued(Provider provider) {
    /** When all answers come. */
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final ProviderCatalog CATALOG = new ProviderCatalog(Catalogued.class.getClassLoader(), Map.of());

    static Catalogued of(String name) {
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
    OAuthException.Kind tokenError(int status, String body) {
        ProviderResponse response = new ProviderResponse(status, Map.of(), body);
        Optional<OAuthException> refusal = TokenErrors.of(provider, response, response.json(), NOW);
        return refusal.orElseThrow().kind();
    }
}
