package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/**
 * A call that the catalogue describes: the identity call, the revocation.
 *
 * @param client where client id and secret go; absent where the call needs none
 * @param fields what the form or the JSON holds; values may hold {@code {names}}, also {@code {accessToken}} and
 *     {@code {refreshToken}} (the access token where there is none)
 */
public record CatalogCall(
        Method method,
        UrlTemplate url,
        Sends sends,
        Optional<Auth.ClientAuthentication> client,
        Map<String, String> fields) {

    /** The method of a call. */
    public enum Method {
        @JsonProperty("GET")
        GET,
        @JsonProperty("POST")
        POST,
        @JsonProperty("DELETE")
        DELETE
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
