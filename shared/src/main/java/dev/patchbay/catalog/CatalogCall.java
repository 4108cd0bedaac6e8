package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call that the catalogue describes: the identity call, the revocation.
 *
 * @param client where client id and secret go; absent where the call needs none
 * @param fields what the form or the JSON holds; values may hold {@code {names}}, also {@code {accessToken}} and
 *     {@code {refreshToken}} (the access token where there is none)
 */
public record CatalogCall(
        Method method, UrlTemplate url, Sends sends, Optional<Client> client, Map<String, String> fields) {

    /** The names that URL and fields hold. */
    public Set<String> names() {
        return Stream.concat(Stream.of(url.text()), fields.values().stream())
                .flatMap(text -> Placeholders.names(text).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The method of a call. */
    public enum Method {
        @JsonProperty("GET")
        GET,
        @JsonProperty("POST")
        POST,
        @JsonProperty("DELETE")
        DELETE
    }

    /** Where client id and secret go. */
    public enum Client {
        /** Into the fields. */
        @JsonProperty("body")
        BODY,
        /** HTTP Basic authentication. */
        @JsonProperty("basic")
        BASIC,
        /** The secret alone, as the bearer: it is the platform's own key. */
        @JsonProperty("secret")
        SECRET
    }

    /** What authorizes it, and how its fields travel. */
    public enum Sends {
        /** The credential, where {@code auth} puts it; fields as a form. */
        @JsonProperty("credential")
        CREDENTIAL,
        /** The fields as a form, and no credential beside them. */
        @JsonProperty("form")
        FORM,
        /** The fields as JSON, and no credential beside them. */
        @JsonProperty("json")
        JSON
    }
}
