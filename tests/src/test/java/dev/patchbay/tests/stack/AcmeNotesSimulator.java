package dev.patchbay.tests.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.ProviderServer;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.BearerState;
import dev.patchbay.local.simulator.oauth.Grant;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthRules;
import dev.patchbay.local.simulator.oauth.RefreshPolicy;
import dev.patchbay.local.simulator.oauth.Rfc6749;
import dev.patchbay.local.simulator.oauth.TokenKind;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The provider that docs/adding-a-provider.md invents, on a port of its own. It says that its access tokens live for a second, so that
 * they are soon due; by its own clock, which stands still, none ever ends. Account: {@code john@acme.example}.
 */
final class AcmeNotesSimulator extends OAuthProviderSimulator implements AutoCloseable {
    static final String APP = "acme";
    static final String LOGIN = "john@acme.example";

    private final Javalin server;

    AcmeNotesSimulator() {
        super(
                APP,
                OAuthRules.usual()
                        .pkce(OAuthRules.Pkce.REQUIRED)
                        .clientAuth(OAuthRules.ClientAuth.BODY)
                        .accessLives(Duration.ofSeconds(1))
                        .refresh(new RefreshPolicy.SingleUse(Optional.empty(), true))
                        .build(),
                new OAuthAppCredentials("acme-client", "acme-secret-not-for-production"),
                List.of(new Account("u-1", LOGIN, "John Miller")),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        this.server = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    new ProviderServer(this).addTo(config.routes);
                })
                .start("127.0.0.1", 0);
    }

    /** What replaces scheme, host and port of the file's URLs. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.port() + "/" + APP);
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/authorize");
        routes.post("/oauth/token", this::token)
                .post("/oauth/revoke", this::revoke)
                .get("/v1/me", behind(Set.of("notes.read", "notes.write"), AcmeNotesSimulator::me));
    }

    private Reply revoke(Context request) {
        engine().revoke(Json.parameter(request, "token"));
        return Reply.empty(200);
    }

    private static Reply me(Context request, AccessToken token) {
        ObjectNode body = Json.object();
        body.putObject("user")
                .put("id", token.account().id())
                .put("email", token.account().login());
        return Reply.json(body);
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return new TokenKind("acme_", "acme_refresh_");
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        return Rfc6749.error(403, "too_fast", "Slow down.");
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return Rfc6749.error(401, "invalid_token", "The token opens nothing.");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return Rfc6749.error(403, "insufficient_scope", "The token does not open this.");
    }

    @Override
    public void close() {
        server.stop();
    }
}
