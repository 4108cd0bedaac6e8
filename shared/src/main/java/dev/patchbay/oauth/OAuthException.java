package dev.patchbay.oauth;

import dev.patchbay.aws.StoredText;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.Provider;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** A token endpoint refused a grant. */
public final class OAuthException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String UNREACHABLE = "unreachable";
    private static final String NOT_UNDERSTOOD = "not_understood";

    private final Kind kind;
    private final String code;
    private final String sentence;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<TokenSet> granted;

    OAuthException(Kind kind, String code, String sentence) {
        this(kind, code, sentence, Optional.empty(), Optional.empty());
    }

    private OAuthException(
            Kind kind, String code, String sentence, Optional<Duration> retryAfter, Optional<TokenSet> granted) {
        this.kind = kind;
        this.code = StoredText.name(code);
        this.sentence = StoredText.sentence(sentence);
        this.retryAfter = retryAfter;
        this.granted = granted;
    }

    private OAuthException(Kind kind, String code, String sentence, Throwable cause) {
        super(cause);
        this.kind = kind;
        this.code = StoredText.name(code);
        this.sentence = StoredText.sentence(sentence);
        this.retryAfter = Optional.empty();
        this.granted = Optional.empty();
    }

    /** The same failure with the wait that the answer asks for. */
    OAuthException asking(Optional<Duration> wait) {
        return new OAuthException(kind, code, sentence, wait, granted);
    }

    /** The same failure with the tokens that came beside it. */
    OAuthException with(Optional<TokenSet> nevertheless) {
        return new OAuthException(kind, code, sentence, retryAfter, nevertheless);
    }

    /**
     * An answer that holds tokens but is no grant that can be kept.
     *
     * @param sentence what is wrong with it, for people, without a full stop
     * @param granted what it holds, so that the caller can revoke it
     */
    static OAuthException unusable(String sentence, TokenSet granted) {
        return new OAuthException(Kind.TRANSIENT, NOT_UNDERSTOOD, sentence, Optional.empty(), Optional.of(granted));
    }

    /** The token endpoint sent no complete answer. */
    public static OAuthException unreachable(ProviderException cause) {
        return new OAuthException(Kind.TRANSIENT, UNREACHABLE, cause.error().message(), cause);
    }

    /** What came looked like a grant, but cannot be used as one. */
    public static OAuthException notUnderstood(Provider provider) {
        return new OAuthException(
                Kind.TRANSIENT, NOT_UNDERSTOOD, provider.title() + " answered what cannot be understood");
    }

    /** The stored grant cannot be used any more. No request was sent. */
    public static OAuthException unreadable(Provider provider) {
        return new OAuthException(
                Kind.GRANT, "grant_unreadable", "What " + provider.title() + " granted cannot be read any more");
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public Kind kind() {
        return kind;
    }

    /** The error code as the provider spelt it, such as {@code invalid_grant}, or {@code unreachable}. */
    public String code() {
        return code;
    }

    /** How long the provider asks to wait before the next request, if it does. At most a day. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Returns the tokens that came with the error. The caller must not store or use them, and revokes the grant if it is not needed. */
    public Optional<TokenSet> granted() {
        return granted;
    }

    /** Whether the answer held unusable tokens instead of a refusal. The message says why. */
    public boolean isUnusable() {
        return code.equals(NOT_UNDERSTOOD) && granted.isPresent();
    }

    /** Whether it is known that nothing was granted. If not, a single-use refresh token may have been spent. */
    public boolean answered() {
        return !code.equals(UNREACHABLE) && !code.equals(NOT_UNDERSTOOD);
    }

    /** What the error concerns. */
    public enum Kind {
        /** The code or refresh token is not good: used, ended, revoked or lost. */
        GRANT,
        /** The OAuth app is not set up as the provider requires: the operator must fix it, not the tenant. */
        APP,
        /** The provider did not answer or failed; the error is temporary. */
        TRANSIENT
    }
}
