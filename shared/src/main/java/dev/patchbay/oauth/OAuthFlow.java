package dev.patchbay.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The OAuth 2.0 messages between Patchbay and a provider: authorization request, code exchange and refresh (RFC 6749), with PKCE
 * (RFC 7636). Knows nothing of connections. Thread-safe.
 */
public final class OAuthFlow {
    private final OAuthApps apps;
    private final GrantStrategy standard;
    private final Map<String, GrantStrategy> strategies;

    /** A flow for providers that need no strategy. */
    public OAuthFlow(OAuthApps apps, ProviderHttp http, Clock clock) {
        this(apps, http, clock, Map.of());
    }

    /** @param strategies by the name that a provider's file gives in {@code auth.strategy} */
    public OAuthFlow(OAuthApps apps, ProviderHttp http, Clock clock, Map<String, GrantStrategy> strategies) {
        this.apps = apps;
        this.standard = new StandardGrantStrategy(apps, http, clock);
        this.strategies = Map.copyOf(strategies);
    }

    /** A fresh code verifier where the provider takes one. */
    public static Optional<Secret> newCodeVerifier(Provider provider) {
        return switch (provider.oauth().consent().pkce()) {
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
        OAuthApps.OAuthApp app = apps.get(oauth.app());
        AuthorizationRequest.Builder request = new AuthorizationRequest.Builder(ResponseType.CODE, app.clientId())
                .endpointURI(oauth.authorizationUrlOf(app))
                .redirectionURI(redirectUri)
                .state(new State(state.reveal()));
        if (!oauth.consent().scopes().isEmpty()) {
            // Not Nimbus's Scope: it knows no other separator than a space.
            request.customParameter(
                    oauth.consent().scopeParameter().orElse("scope"),
                    String.join(
                            oauth.consent().scopeSeparator().text(),
                            new TreeSet<>(oauth.consent().requestedScopes())));
        }
        codeVerifier.ifPresent(
                verifier -> request.codeChallenge(new CodeVerifier(verifier.reveal()), CodeChallengeMethod.S256));
        oauth.consent().authorizationParameters().forEach(request::customParameter);
        return request.build().toURI();
    }

    /** Exchanges an authorization code. A code is good for one attempt, so this is never repeated. */
    public TokenSet exchange(Provider provider, GrantStrategy.Code code) throws OAuthException {
        return grants(provider).exchange(provider, code);
    }

    /** Asks for a new access token. With a single-use refresh token this must be done by one caller at a time, once. */
    public TokenSet refresh(Provider provider, GrantStrategy.Renewal renewal) throws OAuthException {
        return grants(provider).refresh(provider, renewal);
    }

    /**
     * Makes sure that this flow was given every strategy that these providers need: a function that calls it before its snapshot is not
     * deployed without one.
     *
     * @throws IllegalStateException naming the first that is missing
     */
    public void check(Iterable<Provider> providers) {
        for (Provider provider : providers) {
            if (provider.auth() instanceof Auth.OAuth2) {
                grants(provider);
            }
        }
    }

    private GrantStrategy grants(Provider provider) {
        Optional<String> strategy = provider.oauth().strategy();
        if (strategy.isEmpty()) {
            return standard;
        }
        GrantStrategy grants = strategies.get(strategy.get());
        if (grants == null) {
            throw new IllegalStateException("This function was not given the strategy " + strategy.get() + ", which "
                    + provider.name() + " needs");
        }
        return grants;
    }
}
