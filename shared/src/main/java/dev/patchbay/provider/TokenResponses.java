package dev.patchbay.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what a token endpoint answers. Written out rather than left to a parser of the standard's: {@code expires_in} may be
 * absent, 0 or a text, {@code token_type} may be {@code bot}, and an error may come with status 200.
 */
public final class TokenResponses {
    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");

    /** More than any provider grants, and little enough for an item and an event. */
    private static final int MOST_SCOPES = 300;

    private static final int LONGEST_SCOPE = 300;

    private TokenResponses() {}

    /**
     * What was granted.
     *
     * @param now when the answer came: lifetimes count from here
     * @throws OAuthException if it is a refusal, or no grant that can be read
     */
    public static TokenSet read(Provider provider, ProviderResponse response, Instant now) throws OAuthException {
        JsonNode json = response.json();
        Optional<OAuthException> refusal = TokenErrors.of(provider, response, json);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        TokenAnswer how = provider.oauth().tokenAnswer().orElse(TokenAnswer.STANDARD);
        JsonNode tokens = how.tokens()
                .map(json::at)
                .filter(node -> node.has("access_token"))
                .orElse(json);
        // Neither an error that OAuth knows nor a token: a gateway or a firewall in between, which says nothing of the
        // grant.
        Secret accessToken = text(tokens, "access_token")
                .filter(token -> response.status() < 400)
                .map(Secret::of)
                .orElseThrow(() -> TokenErrors.passing(provider, response.status()));
        return new TokenSet(
                accessToken,
                text(tokens, "refresh_token").map(Secret::of),
                lifetime(provider, tokens).map(now::plus),
                how.grantLifetime().flatMap(at -> seconds(tokens.at(at))).map(now::plus),
                scopes(provider, how, tokens),
                withClaims(withoutTokens(json), text(tokens, "id_token")));
    }

    /** Absent and 0 both mean that the response does not say: then the catalogue does. */
    private static Optional<Duration> lifetime(Provider provider, JsonNode json) {
        return seconds(json.path("expires_in")).or(provider.oauth()::accessTokenLifetime);
    }

    private static Optional<Duration> seconds(JsonNode number) {
        return Optional.of(number.asLong(0)).filter(some -> some > 0).map(Duration::ofSeconds);
    }

    private static Set<String> scopes(Provider provider, TokenAnswer how, JsonNode json) {
        String separator =
                how.scopeSeparator().orElse(provider.oauth().scopeSeparator()).text();
        JsonNode scopes = json.at(how.scopes().orElse(JsonPointer.compile("/scope")));
        Stream<String> granted = scopes.isArray()
                ? StreamSupport.stream(scopes.spliterator(), false).map(JsonNode::asText)
                : Arrays.stream(scopes.isTextual() ? scopes.asText().split(separator, -1) : new String[0]);
        return granted.map(String::strip)
                .filter(scope -> !scope.isEmpty() && scope.length() <= LONGEST_SCOPE)
                .limit(MOST_SCOPES)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field))
                .map(JsonNode::asText)
                .filter(value -> !value.isEmpty() && !value.equals("null"));
    }

    /**
     * What the ID token claims, under {@code claims}. It came from the token endpoint itself, by TLS, so its signature need not be
     * checked (OpenID Connect Core, section 3.1.3.7); one that cannot be read claims nothing.
     */
    private static ObjectNode withClaims(ObjectNode answer, Optional<String> idToken) {
        idToken.map(token -> token.split("\\.", 3))
                .filter(parts -> parts.length == 3)
                .flatMap(parts -> decoded(parts[1]))
                .map(payload -> new ProviderResponse(200, Map.of(), payload).json())
                .filter(JsonNode::isObject)
                .ifPresent(claims -> answer.set("claims", claims));
        return answer;
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Tokens may be nested: Slack gives a person's beside the bot's. */
    private static ObjectNode withoutTokens(JsonNode json) {
        ObjectNode bare = json.deepCopy();
        Stream.concat(Stream.of(bare), TOKENS.stream().flatMap(token -> bare.findParents(token).stream()))
                .filter(ObjectNode.class::isInstance)
                .forEach(node -> ((ObjectNode) node).remove(TOKENS));
        return bare;
    }
}
