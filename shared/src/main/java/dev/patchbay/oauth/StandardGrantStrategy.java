package dev.patchbay.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Placeholders;
import dev.patchbay.catalog.Provider;
import java.net.URI;
import java.time.Clock;
import java.util.Map;

/** The token requests of RFC 6749, sections 4.1.3 and 6, with PKCE (RFC 7636). Thread-safe. */
final class StandardGrantStrategy implements GrantStrategy {
    private final OAuthApps apps;
    private final ProviderHttp http;
    private final Clock clock;

    StandardGrantStrategy(OAuthApps apps, ProviderHttp http, Clock clock) {
        this.apps = apps;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public TokenSet exchange(Provider provider, Code code) throws OAuthException {
        AuthorizationGrant grant = new AuthorizationCodeGrant(
                new AuthorizationCode(code.code().reveal()),
                code.redirectUri(),
                code.codeVerifier()
                        .map(verifier -> new CodeVerifier(verifier.reveal()))
                        .orElse(null));
        try {
            return granted(provider, grant, Map.of());
        } catch (OAuthException refusal) {
            throw TokenErrors.ofCode(provider, refusal);
        }
    }

    @Override
    public TokenSet refresh(Provider provider, Renewal renewal) throws OAuthException {
        AuthorizationGrant grant =
                new RefreshTokenGrant(new RefreshToken(renewal.refreshToken().reveal()));
        Map<String, String> more = provider.oauth().tokens().refreshParameters().orElse(Map.of());
        return granted(provider, grant, Placeholders.filled(more, renewal.parameters()));
    }

    private TokenSet granted(Provider provider, AuthorizationGrant grant, Map<String, String> more)
            throws OAuthException {
        Auth.OAuth2 oauth = provider.oauth();
        OAuthApp app = apps.get(oauth.app());
        URI endpoint = oauth.tokenUrlOf(app);
        TokenRequest.Builder builder = new TokenRequest.Builder(endpoint, authentication(oauth, app), grant);
        more.forEach(builder::customParameter);
        HTTPRequest message = builder.build().toHTTPRequest();
        ProviderRequest request =
                ProviderRequest.of("POST", endpoint).withBody("application/x-www-form-urlencoded", message.getBody());
        if (message.getAuthorization() != null) {
            request = request.withHeader("Authorization", message.getAuthorization());
        }
        try {
            return TokenResponses.read(provider, http.send(provider, request, AnswerLimit.TOKENS), clock.instant());
        } catch (ProviderException unreachable) {
            throw OAuthException.unreachable(unreachable);
        }
    }

    private static ClientAuthentication authentication(Auth.OAuth2 oauth, OAuthApp app) {
        return switch (oauth.endpoints().clientAuthentication()) {
            case BODY -> new ClientSecretPost(app.clientId(), app.clientSecret());
            case BASIC -> new ClientSecretBasic(app.clientId(), app.clientSecret());
        };
    }
}
