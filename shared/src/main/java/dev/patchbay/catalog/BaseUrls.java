package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Replaces scheme, host and port of every endpoint of a provider by one base URL and keeps the path: that is how simulators and
 * test servers are reached. The base URL is found by the provider's name, else by its OAuth app's.
 */
record BaseUrls(Map<String, String> byName) {
    /** Every URL of a file at which the provider is called. */
    private static final List<JsonPointer> ENDPOINTS = Stream.of(
                    "/baseUrl",
                    "/identity/url",
                    "/apiKey/identity/url",
                    "/auth/authorizationUrl",
                    "/auth/tokenUrl",
                    "/auth/revocation/url")
            .map(JsonPointer::compile)
            .toList();

    /** A provider of the compiled catalogue, with its endpoints where a setting puts them. */
    JsonNode applyTo(JsonNode provider) {
        Optional<String> app =
                Optional.ofNullable(provider.path("auth").path("app").textValue());
        return base(provider.path("name").asText(), app)
                .map(base -> moved(provider, base))
                .orElse(provider);
    }

    /** Whether a setting replaces this provider's base URL, and with it those of its connections. */
    boolean replaces(Provider provider) {
        Optional<String> app = switch (provider.auth()) {
            case Auth.OAuth2 oauth -> Optional.of(oauth.app());
            case Auth.ApiKey key -> Optional.empty();
        };
        return base(provider.name().value(), app).isPresent();
    }

    private Optional<URI> base(String provider, Optional<String> app) {
        return Optional.ofNullable(byName.get(provider))
                .or(() -> app.map(byName::get))
                .map(URI::create);
    }

    private static JsonNode moved(JsonNode provider, URI base) {
        JsonNode moved = provider.deepCopy();
        for (JsonPointer endpoint : ENDPOINTS) {
            String url = moved.at(endpoint).textValue();
            if (url != null && moved.at(endpoint.head()) instanceof ObjectNode group) {
                group.put(
                        endpoint.last().getMatchingProperty(),
                        new UrlTemplate(url).movedTo(base).text());
            }
        }
        return moved;
    }
}
