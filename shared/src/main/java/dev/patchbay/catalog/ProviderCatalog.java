package dev.patchbay.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.aws.OnFirstUse;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every provider that Patchbay knows: {@code providers.json} on the class path, which the build makes of the YAML files in {@code
 * providers/} by {@link CatalogCompiler}. A file that is wrong stops the build.
 *
 * <p>The JSON is read when a provider is first asked for, and each provider is made when it is first asked for. Thread-safe.
 */
public final class ProviderCatalog {
    private static final String COMPILED = "providers.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OnFirstUse<JsonNode> compiled;
    private final Map<String, String> baseUrls;
    private final Map<ProviderId, Optional<Provider>> read = new ConcurrentHashMap<>();

    /**
     * @param baseUrls base URLs that replace the providers' own, by provider or OAuth app (the setting {@code PROVIDER_URLS})
     */
    public ProviderCatalog(ClassLoader classes, Map<String, String> baseUrls) {
        this.compiled = new OnFirstUse<>(() -> read(classes));
        this.baseUrls = Map.copyOf(baseUrls);
    }

    public Optional<Provider> find(ProviderId name) {
        return read.computeIfAbsent(name, this::load);
    }

    /** The provider that a caller named; a text that is no provider's name finds none. */
    public Optional<Provider> find(String name) {
        return ProviderId.matches(name) ? find(new ProviderId(name)) : Optional.empty();
    }

    /** @throws IllegalStateException if there is no such provider: the name came from a record that an older catalogue made */
    public Provider get(ProviderId name) {
        return find(name).orElseThrow(() -> new IllegalStateException("The catalogue has no provider " + name));
    }

    /**
     * Where the API of a connection is called: at its own host if it has one, unless a setting replaces the provider's base URLs.
     *
     * @param own the connection's own base URL, as it was checked when the account was connected
     */
    public URI apiBase(Provider provider, Optional<URI> own) {
        return new BaseUrls(baseUrls).replaces(provider)
                ? provider.api().baseUrl()
                : own.orElse(provider.api().baseUrl());
    }

    /**
     * A provider as this key opens it, or empty if no key of the provider looks so.
     *
     * @throws IllegalStateException if the provider takes no keys
     */
    public Optional<KeyedProvider> openedBy(Provider provider, Secret key) {
        return switch (provider.auth()) {
            case Auth.ApiKey own -> Optional.of(new KeyedProvider(provider, Map.of(), Optional.empty()));
            case Auth.OAuth2 oauth ->
                provider.access()
                        .apiKey()
                        .orElseThrow(() -> new IllegalStateException(provider.name() + " is connected by OAuth only"))
                        .opening(provider, key, new BaseUrls(baseUrls).replaces(provider));
        };
    }

    /** Every provider, by title. */
    public List<Provider> all() {
        return names().stream()
                .map(this::get)
                .sorted(Comparator.comparing(Provider::title))
                .toList();
    }

    private Optional<Provider> load(ProviderId name) {
        return Optional.ofNullable(compiled.get().get(name.value()))
                .map(node -> CompiledProvider.of(new BaseUrls(baseUrls).applyTo(node)));
    }

    private List<ProviderId> names() {
        List<ProviderId> names = new ArrayList<>();
        compiled.get().fieldNames().forEachRemaining(name -> names.add(new ProviderId(name)));
        return names;
    }

    private static JsonNode read(ClassLoader classes) {
        try (InputStream json = classes.getResourceAsStream(COMPILED)) {
            if (json == null) {
                throw new IllegalStateException(
                        "The class path has no " + COMPILED + ": build with ./mvnw package, which makes it.");
            }
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
