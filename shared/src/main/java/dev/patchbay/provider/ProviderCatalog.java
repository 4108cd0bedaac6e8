package dev.patchbay.provider;

import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Every provider that Patchbay knows: the YAML files under {@code providers/} on the class path.
 *
 * <p>A file is read when its provider is first asked for, so a worker pays for its own provider only. A file that is wrong stops
 * the build (a test loads them all) and, should it be reached, the caller, with a {@link CatalogException} that names file,
 * field and what is allowed. Thread-safe.
 */
public final class ProviderCatalog {
    private static final String FOLDER = "providers";

    private final ClassLoader classes;
    private final Map<String, String> baseUrls;
    private final Map<ProviderId, Optional<Provider>> read = new ConcurrentHashMap<>();

    /**
     * @param baseUrls base URLs that replace the providers' own, by provider or OAuth app (the setting {@code PROVIDER_URLS})
     */
    public ProviderCatalog(ClassLoader classes, Map<String, String> baseUrls) {
        this.classes = classes;
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
        return new BaseUrls(baseUrls).replaces(provider) ? provider.baseUrl() : own.orElse(provider.baseUrl());
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
                provider.apiKey()
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
        String file = FOLDER + "/" + name + ".yaml";
        try (InputStream yaml = classes.getResourceAsStream(file)) {
            if (yaml == null) {
                return Optional.empty();
            }
            Provider provider = ProviderYaml.read(name + ".yaml", yaml);
            return Optional.of(new BaseUrls(baseUrls).applyTo(provider));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ProviderId> names() {
        TreeSet<String> files = new TreeSet<>();
        try {
            for (URL folder : Collections.list(classes.getResources(FOLDER))) {
                files.addAll(filesIn(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream()
                .filter(file -> file.endsWith(".yaml"))
                .map(file -> new ProviderId(file.substring(0, file.length() - ".yaml".length())))
                .toList();
    }

    private static List<String> filesIn(URL folder) throws IOException {
        if (folder.openConnection() instanceof JarURLConnection jar) {
            String prefix = FOLDER + "/";
            List<String> files = new ArrayList<>();
            jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> files.add(name.substring(prefix.length())));
            return files;
        }
        try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path holds a folder whose name is no URI", e);
        }
    }
}
