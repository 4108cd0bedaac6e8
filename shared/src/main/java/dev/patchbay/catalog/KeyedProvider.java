package dev.patchbay.catalog;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as one of its keys opens it.
 *
 * @param provider the catalogue entry, connected by key whatever else it can be connected by
 * @param parameters what the key itself says of its account; no secrets
 * @param apiBase where its API is called, if the account has a host of its own; checked against the catalogue's pattern
 */
public record KeyedProvider(Provider provider, Map<String, String> parameters, Optional<URI> apiBase) {}
