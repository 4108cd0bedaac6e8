package dev.patchbay.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.call.RetryAfter;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.TokenAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Classifies a token endpoint's error: the grant is dead, the OAuth app is refused, or the error is temporary. This class knows the
 * codes of RFC 6749; a provider's file lists its own.
 */
final class TokenErrors {
    private static final Set<String> APP_ERRORS = Set.of(
            OAuth2Error.INVALID_CLIENT.getCode(),
            OAuth2Error.UNAUTHORIZED_CLIENT.getCode(),
            OAuth2Error.UNSUPPORTED_GRANT_TYPE.getCode(),
            OAuth2Error.INVALID_SCOPE.getCode());

    private static final Set<String> GRANT_ERRORS = Set.of(OAuth2Error.INVALID_GRANT.getCode());

    private static final Set<String> PASSING_ERRORS =
            Set.of(OAuth2Error.SERVER_ERROR.getCode(), OAuth2Error.TEMPORARILY_UNAVAILABLE.getCode());

    private TokenErrors() {}

    /** The refusal that an answer is, or empty if it names no error. */
    static Optional<OAuthException> of(Provider provider, ProviderResponse response, JsonNode json, Instant now) {
        Optional<Duration> wait = RetryAfter.of(response, now);
        if (response.status() >= 500 || response.status() == 429) {
            return Optional.of(passing(provider, response.status()).asking(wait));
        }
        TokenAnswer.Errors how = errors(provider);
        return code(how, json)
                .map(code -> refused(provider, how, response.status(), code).asking(wait));
    }

    /** Returns the provider's own code rather than a standard one beside it: its own is more precise. */
    private static Optional<String> code(TokenAnswer.Errors how, JsonNode json) {
        List<String> found = how.at().stream()
                .map(at -> json.at(at).asText())
                .filter(code -> !code.isEmpty() && !code.equals("null"))
                .toList();
        return found.stream()
                .filter(code -> Stream.of(how.grant(), how.code(), how.app(), how.passing())
                        .anyMatch(codes -> contains(codes, code)))
                .findFirst()
                .or(() -> found.stream().filter(TokenErrors::isStandard).findFirst())
                .or(() -> found.stream().findFirst());
    }

    private static boolean isStandard(String code) {
        return APP_ERRORS.contains(code) || GRANT_ERRORS.contains(code) || PASSING_ERRORS.contains(code);
    }

    /** Classifies a refusal of an authorization code: some errors mean that the code is dead, but say nothing about a refresh token. */
    static OAuthException ofCode(Provider provider, OAuthException refusal) {
        return contains(errors(provider).code(), refusal.code())
                ? dead(provider, refusal.code()).with(refusal.granted())
                : refusal;
    }

    private static TokenAnswer.Errors errors(Provider provider) {
        return provider.oauth()
                .tokens()
                .tokenAnswer()
                .flatMap(TokenAnswer::errors)
                .orElse(TokenAnswer.Errors.STANDARD);
    }

    private static OAuthException dead(Provider provider, String code) {
        return new OAuthException(
                OAuthException.Kind.GRANT, code, provider.title() + " did not accept the authorization (" + code + ")");
    }

    static OAuthException passing(Provider provider, int status) {
        return new OAuthException(
                OAuthException.Kind.TRANSIENT,
                "status_" + status,
                provider.title() + " returned a temporary error (status " + status + ")");
    }

    private static OAuthException refused(Provider provider, TokenAnswer.Errors how, int status, String error) {
        // It is shown and logged: the provider's text is held to what a code looks like.
        String code = error.substring(0, Math.min(error.length(), 60)).replaceAll("[^A-Za-z0-9_.-]", "_");
        String title = provider.title();
        if (PASSING_ERRORS.contains(error) || contains(how.passing(), error)) {
            return passing(provider, status);
        }
        if (APP_ERRORS.contains(code) || contains(how.app(), error)) {
            return new OAuthException(
                    OAuthException.Kind.APP, code, title + " does not accept Patchbay's OAuth app (" + code + ")");
        }
        if (GRANT_ERRORS.contains(code) || contains(how.grant(), error)) {
            return dead(provider, code);
        }
        // Only a known error ends a connection.
        return new OAuthException(
                OAuthException.Kind.TRANSIENT,
                code,
                title + " answered with an error that is not known (" + code + ")");
    }

    private static boolean contains(Optional<Set<String>> codes, String error) {
        return codes.filter(all -> all.contains(error)).isPresent();
    }
}
