package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a token endpoint's answer is not as RFC 6749 says. All may be absent.
 *
 * @param tokens where the tokens are and what is said of them; where none are there, and else, at the top. The other pointers are into
 *     this
 * @param scopes where the granted scopes are, as a text or a list; else at {@code /scope}
 * @param tokenType the kind of token that was asked for, where the provider may grant another kind instead; absent: any is taken
 * @param grantLifetime where it says for how many more seconds the grant lives, not only the access token
 * @param errors how it reports errors
 */
public record TokenAnswer(
        Optional<JsonPointer> tokens,
        Optional<JsonPointer> scopes,
        Optional<TokenType> tokenType,
        Optional<JsonPointer> grantLifetime,
        Optional<Errors> errors) {
    public static final TokenAnswer STANDARD =
            new TokenAnswer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The kind of token that must come.
     *
     * @param is what {@code token_type} must say. Tokens at {@code tokens} may leave it out, tokens at the top may not
     * @param otherwise the sentence for the person if another kind came, without a full stop
     */
    public record TokenType(String is, String otherwise) {}

    /**
     * How it reports errors, in addition to the codes that are known everywhere.
     *
     * @param at where the code is: the first of these that holds a code of the lists below, or else one of RFC 6749, or else any text
     * @param grant codes that mean that the code or the refresh token is dead
     * @param code codes that mean at the exchange that the code is dead, and at a refresh nothing of the refresh token
     * @param app codes that mean that the OAuth app is refused
     * @param passing codes of temporary errors, as is any code that is neither in these lists nor in RFC 6749
     * @param confirmFor for how long a dead refresh token must be said to be dead before it is believed, where the provider says so in
     *     its own outages too; absent: a second refusal at once is believed
     */
    public record Errors(
            List<JsonPointer> at,
            Optional<Set<String>> grant,
            Optional<Set<String>> code,
            Optional<Set<String>> app,
            Optional<Set<String>> passing,
            Optional<Duration> confirmFor) {
        public static final Errors STANDARD = new Errors(
                List.of(JsonPointer.compile("/error")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
