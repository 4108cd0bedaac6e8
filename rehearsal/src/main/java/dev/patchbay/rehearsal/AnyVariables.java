package dev.patchbay.rehearsal;

import java.net.URI;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An environment in which every variable is set, to a harmless value of the kind that its name says: a URL is on the loopback server, a
 * number is too large to limit a rehearsal, and any other is its own name. It has no entries that could be listed. Immutable.
 */
final class AnyVariables extends AbstractMap<String, String> {
    private final String provider;
    private final URI server;

    /** @param provider the one whose URL and queue are set */
    AnyVariables(String provider, URI server) {
        this.provider = provider;
        this.server = server;
    }

    @Override
    public String get(@Nullable Object variable) {
        String name = String.valueOf(variable);
        return switch (name.substring(name.lastIndexOf('_') + 1)) {
            case "TABLE", "CLAIM", "ID", "SECRETS", "SENDER" -> name;
            case "URL" -> server + "/" + name;
            case "URLS", "QUEUES" -> provider + "=" + server + "/" + name;
            case "PATHS" -> "/" + name;
            default -> "1000000";
        };
    }

    @Override
    public boolean containsKey(@Nullable Object variable) {
        return true;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return Set.of();
    }
}
