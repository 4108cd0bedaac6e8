package dev.patchbay.connection;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What calls for a connection need beside its credential.
 *
 * @param parameters as the catalogue names them, those of the chosen one included
 * @param apiBase where its API is called, if the provider gave it a host of its own
 * @param choices what a person picks one of
 */
public record CallTarget(Map<String, String> parameters, Optional<URI> apiBase, Choices choices) {
    /** One without parameters and choices, at the provider's common API host. */
    public static CallTarget common() {
        return new CallTarget(Map.of(), Optional.empty(), Choices.none());
    }
}
