package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call that tells whose account a credential opens.
 *
 * @param id where the answer holds the account's lasting id; absent where the provider tells none
 * @param label where it holds what a person recognises: an address, a workspace's name
 * @param valid what the answer must hold for the credential to be good, beyond a success status
 */
public record Identity(
        Method method,
        URI url,
        Optional<JsonPointer> id,
        Optional<JsonPointer> label,
        Map<JsonPointer, List<String>> valid) {
    /** The method of the call. */
    public enum Method {
        @JsonProperty("GET")
        GET,
        @JsonProperty("POST")
        POST
    }
}
