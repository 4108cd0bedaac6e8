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

    /** RFC 6749's, Slack's, GitHub's and Salesforce's ways to say that code or refresh token are not good. */
    private static final Set<String> GRANT_ERRORS = Set.of(
            OAuth2Error.INVALID_GRANT.getCode(),
            "invalid_refresh_token",
            "invalid_code",
            "code_already_used",
            "token_expired",
            "token_revoked",
            "bad_verification_code",
            "bad_refresh_token",
            "inactive_user");

    /** RFC 6749's and Slack's ways to say that it is not the grant. */
    private static final Set<String> PASSING_ERRORS = Set.of(
            OAuth2Error.SERVER_ERROR.getCode(),
            OAuth2Error.TEMPORARILY_UNAVAILABLE.getCode(),
            "ratelimited",
            "rate_limited",
            "fatal_error",
            "internal_error",
            "request_timeout",
            "service_unavailable");

    private TokenResponses() {}

    static TokenSet read(Provider provider, ProviderResponse response, Instant now) throws OAuthException {
        JsonNode json = response.json();
        if (response.status() >= 500 || response.status() == 429) {
            throw passing(provider, response.status());
        }
        Optional<String> error = text(json, "error");
        if (error.isPresent()) {
            throw refused(provider, response.status(), error.get());
        }
        // Neither an error that OAuth knows nor a token: a gateway or a firewall in between, which says nothing of the
        // grant.
        Secret accessToken = text(json, "access_token")
                .filter(token -> response.status() < 400)
                .map(Secret::of)
                .orElseThrow(() -> passing(provider, response.status()));
        return new TokenSet(
                accessToken,
                text(json, "refresh_token").map(Secret::of),
                lifetime(provider, json).map(now::plus),
                scopes(provider, json));
    }

    private static OAuthException passing(Provider provider, int status) {
        return new OAuthException(
                OAuthException.Kind.TRANSIENT,
                "status_" + status,
                provider.title() + " has trouble of its own (status " + status + ")");
    }

    private static OAuthException refused(Provider provider, int status, String error) {
        if (PASSING_ERRORS.contains(error)) {
            return passing(provider, status);
        }
        // It is shown and logged: the provider's text is held to what a code looks like.
        String code = error.substring(0, Math.min(error.length(), 60)).replaceAll("[^A-Za-z0-9_.-]", "_");
        String title = provider.title();
        if (APP_ERRORS.contains(code)) {
            return new OAuthException(
                    OAuthException.Kind.APP, code, title + " does not accept Patchbay's OAuth app (" + code + ")");
        }
        if (GRANT_ERRORS.contains(code)) {
            return new OAuthException(
                    OAuthException.Kind.GRANT, code, title + " did not accept the authorization (" + code + ")");
        }
        // To end a connection takes an error that is known to say so.
        return new OAuthException(
                OAuthException.Kind.TRANSIENT,
                code,
                title + " answered with an error that is not known (" + code + ")");
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
