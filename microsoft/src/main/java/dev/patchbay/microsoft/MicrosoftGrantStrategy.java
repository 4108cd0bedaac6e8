package dev.patchbay.microsoft;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.SilentParameters;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.net.MalformedURLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Microsoft's grants by MSAL4J. MSAL's serialized token cache is stored in place of the refresh token. It holds the refresh token and its
 * account, so it is as secret. Thread-safe: each grant has a client, and a cache, of its own.
 */
public final class MicrosoftGrantStrategy implements GrantStrategy {
    /** The name by which the catalogue's files ask for it. */
    public static final String STRATEGY = "microsoft";

    private static final String GRAPH = "https://graph.microsoft.com/";

    private final EntraClients clients;
    private final ProviderHttp http;
    private final Clock clock;

    public MicrosoftGrantStrategy(OAuthApps apps, ProviderHttp http, Clock clock) {
        this.clients = new EntraClients(apps);
        this.http = http;
        this.clock = clock;
    }

    @Override
    public TokenSet exchange(Provider provider, Code code) throws OAuthException {
        AuthorizationCodeParameters parameters = AuthorizationCodeParameters.builder(
                        code.code().reveal(), code.redirectUri())
                .scopes(provider.oauth().consent().requestedScopes())
                .codeVerifier(code.codeVerifier().map(Secret::reveal).orElse(null))
                .build();
        return granted(provider, client -> client.acquireToken(parameters));
    }

    @Override
    public TokenSet refresh(Provider provider, Renewal renewal) throws OAuthException {
        return granted(provider, client -> {
            IAccount account = KeptCache.restore(provider, renewal.refreshToken(), client);
            return client.acquireTokenSilently(
                    SilentParameters.builder(provider.oauth().consent().requestedScopes(), account)
                            // Patchbay has decided that it is time, whatever the cache says of its access token.
                            .forceRefresh(true)
                            .build());
        });
    }

    /** One question to MSAL. */
    private interface Grant {
        CompletableFuture<IAuthenticationResult> from(ConfidentialClientApplication client)
                throws MalformedURLException, OAuthException;
    }

    private TokenSet granted(Provider provider, Grant grant) throws OAuthException {
        OAuthApp app = clients.app(provider);
        TokenEndpoint endpoint = new TokenEndpoint(provider, provider.oauth().tokenUrlOf(app), http, clock);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ConfidentialClientApplication client = EntraClients.of(provider, app, endpoint, threads);
            IAuthenticationResult result = grant.from(client).join();
            TokenSet tokens = endpoint.granted();
            // The cache cannot be used again without an account, which comes from the ID token.
            Optional<Secret> cache = tokens.refreshToken()
                    .filter(there -> result.account() != null)
                    .map(there -> Secret.of(client.tokenCache().serialize()));
            return new TokenSet(
                    tokens.accessToken(),
                    cache,
                    tokens.expiresAt(),
                    tokens.grantExpiresAt(),
                    scopes(tokens, cache.isPresent()),
                    tokens.answer());
        } catch (CompletionException failed) {
            throw TokenEndpoint.refusal(provider, failed);
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("The authority is a URL", impossible);
        }
    }

    /** Entra names not all sign-in scopes in its answer, though what they ask for came, and those of Graph with or without prefix. */
    private static Set<String> scopes(TokenSet tokens, boolean kept) {
        Set<String> scopes = tokens.scopes().stream()
                .map(scope -> scope.startsWith(GRAPH) ? scope.substring(GRAPH.length()) : scope)
                .collect(Collectors.toCollection(HashSet::new));
        if (kept) {
            scopes.addAll(Set.of("openid", "profile", "offline_access"));
        }
        return Set.copyOf(scopes);
    }
}
