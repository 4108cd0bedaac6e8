package dev.patchbay.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An API Gateway HTTP API.
 *
 * @param id what {@code Ref} gives, by which routes name their API
 * @param authorizers JWT authorizers by name
 */
public record HttpApiResource(
        String id, Map<String, JwtAuthorizer> authorizers, Optional<String> defaultAuthorizer, Cors cors) {

    /** Accepts tokens of one issuer for any of these audiences, with any of the scopes when there are some. */
    public record JwtAuthorizer(String issuer, List<String> audience, List<String> scopes) {}

    /** What browsers of other origins may do; no origins means no CORS. */
    public record Cors(
            List<String> origins,
            List<String> methods,
            List<String> headers,
            List<String> exposed,
            boolean credentials,
            int maxAgeSeconds) {}
}
