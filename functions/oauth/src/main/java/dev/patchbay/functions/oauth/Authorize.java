package dev.patchbay.functions.oauth;

import dev.patchbay.app.OAuthAppMissingException;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.tenant.Member;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/auth/oauth/{provider}/authorize}: stores the state of a connect and returns the consent page's URL. With
 * {@code ?connectionId=conn_…} it renews that connection. One write, one read if PKCE is used, and one read that counts the connections
 * or, to reconnect, finds the connection.
 */
final class Authorize implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Authorize.class);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final OAuthParts parts;
    private final List<String> returnPaths;
    private final String publicUrl;

    /**
     * @param returnPaths the paths of the web app to which a connect may return; the first is the default
     * @param publicUrl origin of the API, or empty for the host that was called
     */
    Authorize(OAuthParts parts, List<String> returnPaths, String publicUrl) {
        this.parts = parts;
        this.returnPaths = List.copyOf(returnPaths);
        this.publicUrl = publicUrl;
    }

    private record Answer(URI authorizationUrl, List<ScopeAnswer> scopes, Instant expiresAt) {}

    private record ScopeAnswer(String scope, String message, boolean required) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member member = request.manager();
        Provider provider = provider(request.path("provider"));
        String returnTo = returnTo(request);
        Optional<ConnectionId> reconnecting = reconnecting(request, member, provider);
        if (reconnecting.isEmpty() && parts.limits().connectionLimit().reached(member.workspace())) {
            throw Problem.of(
                            409,
                            "connection_limit",
                            "Too many connections",
                            parts.limits().connectionLimit().message()
                                    + ". Disconnect one that is not used any more. To reconnect one, name it by"
                                    + " \"connection\"")
                    .asException();
        }
        Secret state = OneTimeToken.random(parts.random());
        Optional<Secret> verifier = OAuthFlow.newCodeVerifier(provider);
        URI redirectUri = redirectUri(request, provider);
        URI authorizationUrl = authorizationUrl(provider, redirectUri, state, verifier);
        Instant expiresAt = parts.clock().instant().plus(LIFETIME);
        String hash = OneTimeToken.hash(state.reveal());
        OAuthState begun = new OAuthState(
                hash,
                new OAuthState.Requester(member.workspace(), member.id(), member.email()),
                provider.name(),
                reconnecting,
                returnTo,
                new OAuthState.Exchange(redirectUri, Optional.empty()),
                expiresAt);
        keep(begun, verifier);
        return ApiResponse.json(200, new Answer(authorizationUrl, scopes(provider), expiresAt));
    }

    private void keep(OAuthState begun, Optional<Secret> verifier) {
        if (verifier.isEmpty()) {
            parts.stores().states().put(begun);
            return;
        }
        parts.vault().keep(VerifierPlace.of(begun.workspace(), begun.hash()), verifier.get(), kept -> {
            parts.stores().states().put(begun.with(kept));
            return kept;
        });
    }

    private Provider provider(String name) {
        Provider provider = parts.providers()
                .catalog()
                .find(name)
                .orElseThrow(() -> Problem.unknownProvider(name).asException());
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> provider;
            case Auth.ApiKey key ->
                throw Problem.of(
                                400,
                                "not_oauth",
                                "Not connected by OAuth",
                                provider.title()
                                        + " is connected by API key: POST /api/connections with provider and apiKey")
                        .asException();
        };
    }

    private String returnTo(ApiRequest request) {
        String path = request.query("returnTo").orElse(returnPaths.getFirst());
        if (!returnPaths.contains(path)) {
            throw Problem.badField("returnTo", "\"returnTo\" must be one of " + String.join(", ", returnPaths))
                    .asException();
        }
        return path;
    }

    private Optional<ConnectionId> reconnecting(ApiRequest request, Member member, Provider provider) {
        if (request.query("connection").isPresent()) {
            // Ignored, it would connect another account where a renewal is meant.
            throw Problem.badField("connection", "The parameter is called \"connectionId\"")
                    .asException();
        }
        Optional<String> named = request.query("connectionId");
        if (named.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(named.filter(ConnectionId::matches)
                .flatMap(id -> parts.stores().connections().find(member.workspace(), new ConnectionId(id)))
                .filter(connection -> connection.provider().equals(provider.name()))
                .map(Connection::id)
                .orElseThrow(() -> Problem.notFound("connection").asException()));
    }

    private URI redirectUri(ApiRequest request, Provider provider) {
        String origin = publicUrl.isEmpty() ? "https://" + request.host() : publicUrl;
        return URI.create(origin + "/api/auth/oauth/" + provider.name() + "/callback");
    }

    private URI authorizationUrl(Provider provider, URI redirectUri, Secret state, Optional<Secret> verifier) {
        try {
            return parts.providers().flow().authorizationUrl(provider, redirectUri, state, verifier);
        } catch (OAuthAppMissingException missing) {
            LOG.error("No OAuth app for {}", provider.name(), missing);
            throw Problem.of(
                            503,
                            "provider_not_set_up",
                            "Not set up here",
                            provider.title() + " is not set up on this installation. Ask its operator")
                    .asException();
        }
    }

    private static List<ScopeAnswer> scopes(Provider provider) {
        return provider.oauth().consent().scopes().stream()
                .map(scope -> new ScopeAnswer(scope.scope(), scope.message(), scope.required()))
                .toList();
    }
}
