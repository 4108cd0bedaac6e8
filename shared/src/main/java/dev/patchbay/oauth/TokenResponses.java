package dev.patchbay.oauth;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.call.RetryAfter;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.TokenAnswer;
import dev.patchbay.catalog.TokenText;
import dev.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads what a token endpoint answers. Written out rather than left to a parser of the standard's: {@code expires_in} may be
 * absent, 0 or a text, {@code token_type} may be {@code bot}, and an error may come with status 200.
 */
public final class TokenResponses {
    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(3650);
    private static final int MOST_SCOPES = 200;

    private TokenResponses() {}

    /**
     * What was granted.
     *
     * @param now when the answer came: lifetimes count from here
     * @throws OAuthException if it is a refusal, or no grant that can be kept; with the tokens that came nevertheless, to be revoked
     */
    public static TokenSet read(Provider provider, ProviderResponse response, Instant now) throws OAuthException {
        JsonNode json = response.json();
        TokenAnswer how = provider.oauth().tokens().tokenAnswer().orElse(TokenAnswer.STANDARD);
        JsonNode tokens = how.tokens()
                .map(json::at)
                .filter(node -> node.has("access_token"))
                .orElse(json);
        Optional<TokenSet> granted = granted(provider, how, tokens, json, now);
        Optional<OAuthException> refusal = TokenErrors.of(provider, response, json, now);
        if (refusal.isPresent()) {
            throw refusal.get().with(granted);
        }
        if (granted.isEmpty()) {
            // Neither an error that OAuth knows nor a token: a gateway or a firewall in between, which says nothing of
            // the grant.
            throw TokenErrors.passing(provider, response.status()).asking(RetryAfter.of(response, now));
        }
        TokenSet some = granted.get();
        Optional<String> fault = fault(provider, how, response, tokens, json, some.scopes());
        if (fault.isPresent()) {
            throw OAuthException.unusable(fault.get(), some);
        }
        return some;
    }

    /** What is there of tokens, whether or not it can be kept. */
    private static Optional<TokenSet> granted(
            Provider provider, TokenAnswer how, JsonNode tokens, JsonNode json, Instant now) {
        Optional<Secret> refreshToken = text(tokens, "refresh_token").map(Secret::of);
        return text(tokens, "access_token")
                .map(Secret::of)
                .or(() -> refreshToken)
                .map(some -> new TokenSet(
                        some,
                        refreshToken,
                        lifetime(provider, tokens).map(now::plus),
                        how.grantLifetime()
                                .flatMap(at -> seconds(tokens.at(at)))
                                .map(now::plus),
                        scopes(provider, how, tokens),
                        withClaims(withoutTokens(json), text(tokens, "id_token"))));
    }

    /** Why what came cannot be kept, or empty if it can. */
    private static Optional<String> fault(
            Provider provider,
            TokenAnswer how,
            ProviderResponse response,
            JsonNode tokens,
            JsonNode top,
            Set<String> scopes) {
        String title = provider.title();
        if (response.status() < 200 || response.status() >= 300) {
            // RFC 6749, section 5.1: a grant is answered with 200.
            return Optional.of(title + " sent tokens in an answer that grants none (status " + response.status() + ")");
        }
        if (how.tokenType().filter(type -> isOther(type, tokens, top)).isPresent()) {
            return how.tokenType().map(TokenAnswer.TokenType::otherwise);
        }
        if (scopes.isEmpty() && namesScopes(how, tokens)) {
            // No scopes would mean those that were asked for.
            return Optional.of(title + " named permissions that cannot be read");
        }
        boolean usable = text(tokens, "access_token").filter(TokenText::isToken).isPresent()
                && isAbsentOr(tokens.path("refresh_token"), TokenText::isToken);
        return usable ? Optional.empty() : Optional.of(title + " sent tokens that cannot be used");
    }

    private static boolean isOther(TokenAnswer.TokenType wanted, JsonNode tokens, JsonNode top) {
        Optional<String> type = text(tokens, "token_type");
        return type.map(is -> !is.equalsIgnoreCase(wanted.is())).orElse(tokens.equals(top));
    }

    private static boolean isAbsentOr(JsonNode field, Predicate<String> allowed) {
        return field.isMissingNode()
                || field.isNull()
                || (field.isTextual() && (isNothing(field.asText()) || allowed.test(field.asText())));
    }

    /** Absent and 0 both mean that the response does not say: then the catalogue does. */
    private static Optional<Duration> lifetime(Provider provider, JsonNode json) {
        return seconds(json.path("expires_in")).or(provider.oauth().tokens()::accessTokenLifetime);
    }

    /** A lifetime may be a number or a text of one, and is held to what a clock can add. */
    private static Optional<Duration> seconds(JsonNode number) {
        double some = number.isNumber() || number.isTextual() ? number.asDouble(0) : 0;
        return some >= 1
                ? Optional.of(Duration.ofSeconds((long) Math.min(some, (double) LONGEST_LIFETIME.toSeconds())))
                : Optional.empty();
    }

    /**
     * The scopes, separated by spaces or commas: some providers answer with commas what was asked for with spaces. No scope of the
     * catalogue holds either. What is no scope-token of RFC 6749 is left out. At most 200 are kept, those that were
     * asked for first: the connection and its event must hold them.
     */
    private static Set<String> scopes(Provider provider, TokenAnswer how, JsonNode json) {
        Set<String> granted =
                scopeTexts(how, json).filter(TokenText::isScope).collect(Collectors.toCollection(HashSet::new));
        Set<String> asked = provider.oauth().consent().requestedScopes();
        return granted.stream()
                .sorted(Comparator.comparing((String scope) -> !asked.contains(scope)))
                .limit(MOST_SCOPES)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean namesScopes(TokenAnswer how, JsonNode json) {
        return scopeTexts(how, json).anyMatch(scope -> !scope.isEmpty());
    }

    private static Stream<String> scopeTexts(TokenAnswer how, JsonNode json) {
        JsonNode scopes = json.at(how.scopes().orElse(JsonPointer.compile("/scope")));
        Stream<JsonNode> nodes =
                scopes.isArray() ? StreamSupport.stream(scopes.spliterator(), false) : Stream.of(scopes);
        return nodes.filter(JsonNode::isTextual).map(JsonNode::asText).flatMap(SEPARATORS::splitAsStream);
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(value -> !isNothing(value));
    }

    private static boolean isNothing(String text) {
        return text.isEmpty() || text.equals("null");
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
