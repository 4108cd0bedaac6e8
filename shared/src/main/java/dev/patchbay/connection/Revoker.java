package dev.patchbay.connection;

import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.ProviderHttp;
import dev.patchbay.provider.ProviderRequest;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.Map;

/** Gives a grant back to the provider. Thread-safe. */
public final class Revoker {
    private final ProviderHttp http;

    public Revoker(ProviderHttp http) {
        this.http = http;
    }

    /** What became of it, with a sentence for the person who disconnects. */
    public sealed interface Result {
        String says();

        /** The provider ended the grant. */
        record Revoked(String says) implements Result {}

        /** The credential was deleted here, but the grant stands at the provider. */
        record NotRevoked(String says) implements Result {}
    }

    /**
     * Revokes a grant.
     *
     * @param shared whether another connection here lives on the same account's grant, and would die with a revocation that reaches
     *     the whole account
     */
    public Result revoke(Provider provider, Credential credential, boolean shared) {
        return switch (provider.auth()) {
            case Auth.ApiKey key ->
                new Result.NotRevoked(
                        "The key was deleted here. Delete it in " + provider.title() + " too if nobody else uses it");
            case Auth.OAuth2 oauth -> revoke(provider, oauth.revocation(), credential, shared);
        };
    }

    private Result revoke(Provider provider, Auth.Revocation how, Credential credential, boolean shared) {
        if (how.impossible().isPresent()) {
            return new Result.NotRevoked(how.impossible().get());
        }
        if (shared && how.reach() == Auth.Revocation.Reach.ACCOUNT) {
            return new Result.NotRevoked("Another connection uses the same " + provider.title()
                    + " account, and revoking would end that too. It is revoked with the last of them");
        }
        try {
            URI url = how.url().orElseThrow();
            http.call(provider, request(how, url, credential));
            return new Result.Revoked("Access was revoked at " + provider.title());
        } catch (ProviderException refused) {
            return new Result.NotRevoked(provider.title() + " did not confirm the revocation ("
                    + refused.error().message() + "). Remove the app in your " + provider.title() + " account");
        }
    }

    private static ProviderRequest request(Auth.Revocation how, URI url, Credential credential) {
        Secret token = switch (how.token()) {
            case ACCESS -> credential.secret();
            case REFRESH -> refreshToken(credential);
        };
        ProviderRequest request = ProviderRequest.of("POST", url);
        return switch (how.sends()) {
            case FORM -> request.withForm(Map.of("token", token.reveal()));
            case BEARER -> request.withBearer(token).withForm(Map.of());
        };
    }

    private static Secret refreshToken(Credential credential) {
        return switch (credential) {
            case Credential.OAuthTokens tokens -> tokens.refreshToken().orElse(tokens.secret());
            case Credential.ApiKey key -> key.secret();
        };
    }
}
