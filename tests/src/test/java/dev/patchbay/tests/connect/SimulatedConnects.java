package dev.patchbay.tests.connect;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.SampleConnection;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.microsoft.MicrosoftGrantStrategy;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.oauth.TokenSet;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Connects accounts at the simulators as the OAuth function does, without storing them. */
final class SimulatedConnects implements AutoCloseable {
    static final URI REDIRECT = URI.create("http://localhost:3000/api/auth/oauth/any/callback");

    /** The authority in an app's secret, by the app; none unless a test puts one here. */
    private final Map<String, String> authorities = new ConcurrentHashMap<>();

    private final Simulators simulators;
    private final ProviderHttp http = new ProviderHttp();
    private final ProviderCatalog catalog;
    private final OAuthFlow flow = flow(this::app);
    private final AccountLookup accounts = new AccountLookup(http, this::app);
    private final Revoker revoker = new Revoker(http, this::app);

    SimulatedConnects(SimulatorSettings settings) {
        simulators = Simulators.start(settings);
        catalog = new ProviderCatalog(
                SimulatedConnects.class.getClassLoader(),
                simulators.providers().stream()
                        .collect(Collectors.toMap(
                                provider -> provider.name(),
                                provider -> simulators.baseUrl(provider.name()).toString())));
    }

    /** The result of a connect. */
    record Connected(Provider provider, TokenSet tokens, LinkedAccount linked) {
        Credential credential() {
            return Credential.of(tokens, Optional.empty());
        }
    }

    /** A flow as the functions have it. */
    OAuthFlow flow(OAuthApps apps) {
        Clock clock = Clock.systemUTC();
        return new OAuthFlow(
                apps,
                http,
                clock,
                Map.of(MicrosoftGrantStrategy.STRATEGY, new MicrosoftGrantStrategy(apps, http, clock)));
    }

    Map<String, String> authorities() {
        return authorities;
    }

    Simulators simulators() {
        return simulators;
    }

    Provider provider(String name) {
        return catalog.get(new ProviderId(name));
    }

    Connected connect(String name, String login) throws OAuthException, ProviderException {
        Provider provider = provider(name);
        Optional<dev.patchbay.vault.Secret> verifier = OAuthFlow.newCodeVerifier(provider);
        Map<String, String> redirect = query(new Person().allow(consent(provider, verifier), login));
        TokenSet tokens = exchange(provider, redirect.getOrDefault("code", ""), verifier);
        return new Connected(provider, tokens, accounts.of(provider, new Authorized(tokens, redirect, REDIRECT)));
    }

    /** The query with which the browser comes back when the person refuses. */
    Map<String, String> deny(String name) {
        Provider provider = provider(name);
        return query(new Person().deny(consent(provider, OAuthFlow.newCodeVerifier(provider))));
    }

    TokenSet exchange(Provider provider, String code, Optional<dev.patchbay.vault.Secret> verifier)
            throws OAuthException {
        return flow.exchange(provider, new GrantStrategy.Code(dev.patchbay.vault.Secret.of(code), REDIRECT, verifier));
    }

    TokenSet refresh(Connected connected) throws OAuthException {
        return flow.refresh(connected.provider(), renewal(connected));
    }

    static GrantStrategy.Renewal renewal(Connected connected) {
        return new GrantStrategy.Renewal(
                connected.tokens().refreshToken().orElseThrow(),
                connected.linked().parameters());
    }

    /** Looks up the account with other tokens. */
    LinkedAccount lookUp(Connected connected, TokenSet tokens) throws ProviderException {
        // Holds the company, which only the redirect names.
        Map<String, String> redirect = new HashMap<>(connected.linked().parameters());
        return accounts.of(connected.provider(), new Authorized(tokens, redirect, REDIRECT));
    }

    Revoker.Result revoke(Connected connected) {
        Provider provider = connected.provider();
        Connection connection = SampleConnection.of(
                provider.name(),
                connected.linked(),
                connected.tokens().scopes(),
                connected.tokens().expiresAt());
        return revoker.revoke(provider, connection, connected.credential(), false);
    }

    URI consent(Provider provider, Optional<dev.patchbay.vault.Secret> verifier) {
        return flow.authorizationUrl(provider, REDIRECT, dev.patchbay.vault.Secret.of("state-1"), verifier);
    }

    private OAuthApps.OAuthApp app(String name) {
        OAuthAppCredentials registered =
                Optional.ofNullable(simulators.oauthApps().get(name)).orElseThrow();
        return new OAuthApps.OAuthApp(
                new ClientID(registered.clientId()),
                new Secret(registered.clientSecret()),
                Optional.ofNullable(authorities.get(name)));
    }

    static Map<String, String> query(URI back) {
        Map<String, String> query = new HashMap<>();
        for (String parameter : back.getRawQuery().split("&", -1)) {
            int equals = parameter.indexOf('=');
            query.put(
                    parameter.substring(0, equals),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    @Override
    public void close() {
        simulators.close();
    }
}
