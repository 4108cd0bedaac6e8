package dev.patchbay.functions.connections;

import dev.patchbay.catalog.ProviderId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The icons of the catalogue: {@code icons/<provider>.svg} on the class path, our own drawings, not trademarks.
 *
 * <p>They are given out as {@code data:} URIs, inside the answer that lists the providers: one request fetches all, a page can put
 * them into an {@code img} (which sends no bearer token, so an address behind the authorizer would stay blank), and a script in an
 * {@code img} never runs. Thread-safe.
 */
public final class ProviderIcons {
    private final ClassLoader classes;
    private final Map<ProviderId, Optional<String>> read = new ConcurrentHashMap<>();

    public ProviderIcons(ClassLoader classes) {
        this.classes = classes;
    }

    /** The icon as a {@code data:image/svg+xml} URI, or empty where the provider has none. */
    public Optional<String> dataUri(ProviderId provider) {
        return read.computeIfAbsent(provider, this::load);
    }

    private Optional<String> load(ProviderId provider) {
        try (InputStream svg = classes.getResourceAsStream("icons/" + provider + ".svg")) {
            return svg == null
                    ? Optional.empty()
                    : Optional.of(
                            "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
