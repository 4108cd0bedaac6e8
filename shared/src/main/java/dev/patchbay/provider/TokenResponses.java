package dev.patchbay.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what a token endpoint answers. Written out rather than left to a parser of the standard's: {@code expires_in} may be
 * absent, 0 or a text, {@code token_type} may be {@code bot}, and an error may come with status 200.
 */
final class TokenResponses {
    private static final Set<String> APP_ERRORS = Set.of(
            OAuth2Error.INVALID_CLIENT.getCode(),
            OAuth2Error.UNAUTHORIZED_CLIENT.getCode(),
            OAuth2Error.UNSUPPORTED_GRANT_TYPE.getCode(),
            OAuth2Error.INVALID_SCOPE.getCode(),
            "redirect_uri_mismatch",
            "bad_redirect_uri",
            "bad_client_secret",
            "invalid_client_id",
            "incorrect_client_credentials");

    private TokenResponses() {}

    static TokenSet read(Provider provider, ProviderResponse response, Instant now) throws OAuthException {
        JsonNode json = response.json();
        if (response.status() >= 500 || response.status() == 429) {
            throw new OAuthException(
                    OAuthException.Kind.TRANSIENT,
                    "status_" + response.status(),
                    provider.title() + " has trouble of its own (status " + response.status() + ")");
        }
        if (response.status() >= 400 || json.hasNonNull("error") || !json.hasNonNull("access_token")) {
            throw refused(provider, json.path("error").asText("no_token"));
        }
        return new TokenSet(
                Secret.of(json.get("access_token").asText()),
                text(json, "refresh_token").map(Secret::of),
                lifetime(provider, json).map(now::plus),
                scopes(provider, json));
    }

    private static OAuthException refused(Provider provider, String code) {
        boolean app = APP_ERRORS.contains(code);
        return new OAuthException(
                app ? OAuthException.Kind.APP : OAuthException.Kind.GRANT,
                code,
                app
                        ? provider.title() + " does not accept Patchbay's OAuth app (" + code + ")"
                        : provider.title() + " did not accept the authorization (" + code + ")");
    }

    /** Absent and 0 both mean that the response does not say: then the catalogue does. */
    private static Optional<Duration> lifetime(Provider provider, JsonNode json) {
        long seconds = json.path("expires_in").asLong(0);
        return seconds > 0
                ? Optional.of(Duration.ofSeconds(seconds))
                : provider.oauth().accessTokenLifetime();
    }

    private static Set<String> scopes(Provider provider, JsonNode json) {
        String separator = provider.oauth().scopeSeparator().text();
        return text(json, "scope").stream()
                .flatMap(scopes -> Arrays.stream(scopes.split(separator)))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field))
                .map(JsonNode::asText)
                .filter(value -> !value.isEmpty() && !value.equals("null"));
    }
}
