package dev.patchbay.provider;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.patchbay.provider.OAuthApps.OAuthApp;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The OAuth 2.0 messages between Patchbay and a provider: authorization request, code exchange and refresh (RFC 6749), with PKCE
 * (RFC 7636). Knows nothing of connections. Thread-safe.
 */
public final class OAuthFlow {
    private final OAuthApps apps;
    private final ProviderHttp http;
    private final Clock clock;

    public OAuthFlow(OAuthApps apps, ProviderHttp http, Clock clock) {
        this.apps = apps;
        this.http = http;
        this.clock = clock;
    }

    /** A fresh code verifier where the provider takes one. */
    public static Optional<Secret> newCodeVerifier(Provider provider) {
        return switch (provider.oauth().pkce()) {
            case S256 -> Optional.of(Secret.of(new CodeVerifier().getValue()));
            case NONE -> Optional.empty();
        };
    }

    /**
     * The URL of the provider's consent page.
     *
     * @throws OAuthAppMissingException if the operator registered no app for this provider
     */
    public URI authorizationUrl(Provider provider, URI redirectUri, Secret state, Optional<Secret> codeVerifier) {
        Auth.OAuth2 oauth = provider.oauth();
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(
                        ResponseType.CODE, apps.get(oauth.app()).clientId())
                .endpointURI(oauth.authorizationUrl())
                .redirectionURI(redirectUri)
                .state(new State(state.reveal()));
        if (!oauth.scopes().isEmpty()) {
            // Not Nimbus's Scope: it knows no other separator than a space.
            request.customParameter(
                    "scope", String.join(oauth.scopeSeparator().text(), new TreeSet<>(oauth.requestedScopes())));
        }
        codeVerifier.ifPresent(
                verifier -> request.codeChallenge(new CodeVerifier(verifier.reveal()), CodeChallengeMethod.S256));
        oauth.authorizationParameters().forEach(request::customParameter);
        return request.build().toURI();
    }

    /** Exchanges an authorization code. A code is good for one attempt, so this is never repeated. */
    public TokenSet exchange(Provider provider, Secret code, URI redirectUri, Optional<Secret> codeVerifier)
            throws OAuthException {
        return grant(
                provider,
                new AuthorizationCodeGrant(
                        new AuthorizationCode(code.reveal()),
                        redirectUri,
                        codeVerifier
                                .map(verifier -> new CodeVerifier(verifier.reveal()))
                                .orElse(null)));
    }

    /** Asks for a new access token. With a single-use refresh token this must be done by one caller at a time, once. */
    public TokenSet refresh(Provider provider, Secret refreshToken) throws OAuthException {
        return grant(provider, new RefreshTokenGrant(new RefreshToken(refreshToken.reveal())));
    }

    private TokenSet grant(Provider provider, AuthorizationGrant grant) throws OAuthException {
        Auth.OAuth2 oauth = provider.oauth();
        HTTPRequest message = new TokenRequest.Builder(oauth.tokenUrl(), authentication(oauth), grant)
                .build()
                .toHTTPRequest();
        ProviderRequest request = ProviderRequest.of("POST", oauth.tokenUrl())
                .withBody("application/x-www-form-urlencoded", message.getBody());
        if (message.getAuthorization() != null) {
            request = request.withHeader("Authorization", message.getAuthorization());
        }
        try {
            return TokenResponses.read(provider, http.send(provider, request), clock.instant());
        } catch (ProviderException unreachable) {
            throw new OAuthException(
                    OAuthException.Kind.TRANSIENT,
                    "unreachable",
                    unreachable.error().message(),
                    unreachable);
        }
    }

    private ClientAuthentication authentication(Auth.OAuth2 oauth) {
        OAuthApp app = apps.get(oauth.app());
        return switch (oauth.clientAuthentication()) {
            case BODY -> new ClientSecretPost(app.clientId(), app.clientSecret());
            case BASIC -> new ClientSecretBasic(app.clientId(), app.clientSecret());
        };
    }
}
