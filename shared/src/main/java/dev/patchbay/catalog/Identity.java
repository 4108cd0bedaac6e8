package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call that returns the account that a credential opens.
 *
 * <p>Pointers are into one document: {@code /answer} is the body of this call's answer, {@code /token} the token endpoint's answer
 * without its tokens and with the ID token's {@code claims}, {@code /redirect} the query of the redirect without code and state, {@code /request} holds the
 * {@code redirectUri}. A key has {@code /answer} only.
 *
 * @param id where the account's lasting id is, or the parts that make it up; absent if the provider returns none
 * @param label where the text is by which a person recognises the account, an address or a workspace's name: the first of these that
 *     holds a text; absent if the provider returns none
 * @param accepts failures that prove the credential nevertheless: the provider knows it, and only this call is not allowed to it; for keys
 *     without an id; absent: none
 * @param valid what the document must hold for the credential to be good, beyond a success status
 */
public record Identity(
        @JsonUnwrapped Request request,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        Optional<List<JsonPointer>> id,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        Optional<List<JsonPointer>> label,

        Optional<List<Accepted>> accepts,
        Map<JsonPointer, List<String>> valid) {

    /**
     * A failure that proves a credential.
     *
     * @param texts as in {@link ErrorRule}
     */
    public record Accepted(List<Integer> status, Map<JsonPointer, String> texts) {}

    /**
     * The call as the file says it, beside the other fields.
     *
     * @param sends what authorizes it; absent: the credential, where {@code auth} puts it
     * @param client where client id and secret go; absent: nowhere
     * @param fields as in {@link CatalogCall}; absent: none
     */
    public record Request(
            CatalogCall.Method method,
            UrlTemplate url,
            Optional<CatalogCall.Sends> sends,
            Optional<CatalogCall.Client> client,
            Optional<Map<String, String>> fields) {

        private Request at(UrlTemplate other) {
            return new Request(method, other, sends, client, fields);
        }
    }

    /** The call. */
    public CatalogCall call() {
        return new CatalogCall(
                request.method(),
                request.url(),
                request.sends().orElse(CatalogCall.Sends.CREDENTIAL),
                request.client(),
                request.fields().orElse(Map.of()));
    }

    /** The same call at another place; its path stays. */
    Identity movedTo(URI base) {
        return new Identity(request.at(request.url().movedTo(base)), id, label, accepts, valid);
    }
}
