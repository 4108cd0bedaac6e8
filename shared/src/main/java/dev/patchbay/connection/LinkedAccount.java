package dev.patchbay.connection;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account behind a connection with what its API needs to be called.
 *
 * @param parameters as the catalogue names them, such as the company's id; no secrets
 * @param apiBase where its API is called, if the provider gave it a host of its own; checked against the catalogue's pattern
 * @param choices what a person picks one of; empty where there is nothing to pick
 */
public record LinkedAccount(
        Account account, Map<String, String> parameters, Optional<URI> apiBase, List<Choice> choices) {

    /** An account without choices. */
    public LinkedAccount(Account account, Map<String, String> parameters, Optional<URI> apiBase) {
        this(account, parameters, apiBase, List.of());
    }

    /** An account that uses the provider's common API host. */
    public static LinkedAccount of(Account account) {
        return new LinkedAccount(account, Map.of(), Optional.empty());
    }
}
