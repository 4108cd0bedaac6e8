package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.catalog.Provider;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.SealedSecret;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.VaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes tokens of the code with which a browser came back. Thread-safe. */
final class CodeExchange {
    private static final Logger LOG = LoggerFactory.getLogger(CodeExchange.class);

    private final OAuthParts parts;
    private final RefusedConnects refusals;

    CodeExchange(OAuthParts parts, RefusedConnects refusals) {
        this.parts = parts;
        this.refusals = refusals;
    }

    /**
     * The tokens. Those that come with a refusal are revoked.
     *
     * @param latest when the last request to the provider may begin
     * @throws ConnectFailure if the person or the provider refused, or no code came
     */
    TokenSet tokens(ApiRequest request, OAuthState state, Provider provider, Instant latest) throws ConnectFailure {
        Secret code = code(request, provider);
        Optional<SealedSecret> stored = state.exchange().codeVerifier();
        Optional<Secret> verifier = stored.isPresent() ? Optional.of(opened(state, stored.get())) : Optional.empty();
        try {
            return parts.providers()
                    .flow()
                    .exchange(
                            provider,
                            new GrantStrategy.Code(code, state.exchange().redirectUri(), verifier));
        } catch (OAuthException refused) {
            LOG.warn("{} refused the exchange: {}", provider.name(), refused.code());
            refused.granted().ifPresent(tokens -> refusals.revokeUnusable(state, provider, tokens, latest));
            throw failure(provider, refused);
        }
    }

    private static Secret code(ApiRequest request, Provider provider) throws ConnectFailure {
        Optional<String> error = request.query("error");
        if (error.isPresent()) {
            throw provider.oauth().consent().isDenial(error.get())
                    ? new ConnectFailure("access_denied", "Authorization canceled. Integration not connected.")
                    : new ConnectFailure(
                            "provider_refused",
                            provider.title() + " did not start the authorization. Try to connect again.");
        }
        return request.query("code")
                .map(Secret::of)
                .orElseThrow(() -> new ConnectFailure(
                        "missing_code", provider.title() + " sent no authorization code. Try to connect again."));
    }

    private static ConnectFailure failure(Provider provider, OAuthException refused) {
        if (refused.isUnusable()) {
            return new ConnectFailure(
                    "unusable_answer", refused.getMessage() + ". Nothing was connected. Try to connect again.");
        }
        return switch (refused.kind()) {
            case GRANT ->
                new ConnectFailure(
                        "exchange_failed",
                        provider.title() + " did not accept the authorization. Try to connect again.");
            case APP ->
                new ConnectFailure(
                        "provider_not_set_up",
                        provider.title() + " does not accept this installation's OAuth app. Ask its operator.");
            case TRANSIENT ->
                new ConnectFailure(
                        "provider_unavailable",
                        refused.retryAfter()
                                .map(wait -> provider.title() + " asks to wait. Try to connect again in "
                                        + inWords(wait) + ".")
                                .orElseGet(
                                        () -> provider.title() + " did not answer. Try to connect again in a minute."));
        };
    }

    /** Returns a duration in words, rounded up, because a person who returns too early is refused again. */
    private static String inWords(Duration wait) {
        long minutes = wait.plusSeconds(59).toMinutes();
        return minutes <= 1
                ? "a minute"
                : minutes < 120 ? minutes + " minutes" : wait.plusMinutes(59).toHours() + " hours";
    }

    /** The verifier of a connect that was begun before the workspace was erased opens no more. */
    private Secret opened(OAuthState state, SealedSecret verifier) throws ConnectFailure {
        try {
            return parts.vault().open(VerifierPlace.of(state.workspace(), state.hash()), verifier);
        } catch (VaultException lost) {
            LOG.warn("A code verifier cannot be opened", LoggedFault.of(lost));
            throw new ConnectFailure(
                    "invalid_oauth_state", "This connect was started before the workspace was erased. Start it again.");
        }
    }
}
