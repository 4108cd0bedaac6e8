package dev.patchbay.local.simulator.oauth;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** The one app that is registered at a provider, and the checks against its registration. Thread-safe. */
public final class AppRegistration {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final OAuthAppCredentials app;
    private final OAuthRules rules;
    private final Set<URI> redirects = new CopyOnWriteArraySet<>();

    AppRegistration(OAuthAppCredentials app, OAuthRules rules) {
        this.app = app;
        this.rules = rules;
    }

    public OAuthAppCredentials app() {
        return app;
    }

    /** Registers one more address to which people may be sent back. */
    public void addRedirect(URI redirect) {
        redirects.add(redirect);
    }

    Set<URI> redirects() {
        return Set.copyOf(redirects);
    }

    /** Why this request gets no consent page; empty when it gets one. */
    public Optional<AuthorizationRefusal> refusal(AuthorizationRequest request) {
        if (!request.clientId().equals(app.clientId())) {
            return Optional.of(AuthorizationRefusal.UNKNOWN_CLIENT);
        }
        if (!isRegistered(request.redirectUri())) {
            return Optional.of(AuthorizationRefusal.UNKNOWN_REDIRECT);
        }
        String responseType = request.parameter("response_type");
        if (!responseType.isEmpty() && !responseType.equals("code")) {
            return Optional.of(AuthorizationRefusal.WRONG_RESPONSE_TYPE);
        }
        String responseMode = request.parameter("response_mode");
        if (!responseMode.isEmpty() && !responseMode.equals("query")) {
            return Optional.of(AuthorizationRefusal.WRONG_RESPONSE_MODE);
        }
        return scopeRefusal(request).or(() -> challengeRefusal(request));
    }

    /** Why this client gets no token; empty when it is known and showed the right secret. */
    public Optional<TokenRefusal> strangeness(TokenRequest request) {
        boolean secretAlone = request.shownBy() == OAuthRules.ClientAuth.SECRET_KEY
                && request.clientId().isEmpty();
        if (!secretAlone && !request.clientId().equals(app.clientId())) {
            return Optional.of(TokenRefusal.UNKNOWN_CLIENT);
        }
        return request.clientSecret().equals(app.clientSecret())
                ? Optional.empty()
                : Optional.of(TokenRefusal.WRONG_SECRET);
    }

    private Optional<AuthorizationRefusal> scopeRefusal(AuthorizationRequest request) {
        Set<String> known = rules.scopes().known().keySet();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        if (request.scopes().isEmpty() && request.userScopes().isEmpty()) {
            return Optional.of(AuthorizationRefusal.NO_SCOPE);
        }
        return known.containsAll(request.scopes()) && known.containsAll(request.userScopes())
                ? Optional.empty()
                : Optional.of(AuthorizationRefusal.UNKNOWN_SCOPE);
    }

    private Optional<AuthorizationRefusal> challengeRefusal(AuthorizationRequest request) {
        if (rules.clients().pkce() == OAuthRules.Pkce.IGNORED) {
            return Optional.empty();
        }
        if (request.parameter("code_challenge").isEmpty()) {
            return rules.clients().pkce() == OAuthRules.Pkce.REQUIRED
                    ? Optional.of(AuthorizationRefusal.NO_CHALLENGE)
                    : Optional.empty();
        }
        return request.parameter("code_challenge_method").equals("S256")
                ? Optional.empty()
                : Optional.of(AuthorizationRefusal.WRONG_CHALLENGE_METHOD);
    }

    /** A callback on a loopback address, at any port, needs no registration (RFC 8252, section 7.3). */
    private boolean isRegistered(String redirect) {
        try {
            URI uri = new URI(redirect);
            boolean loopback = uri.getHost() != null && LOOPBACK.contains(uri.getHost());
            return redirects.contains(uri)
                    || (loopback && uri.getPath() != null && uri.getPath().endsWith("/callback"));
        } catch (java.net.URISyntaxException notAnAddress) {
            return false;
        }
    }
}
