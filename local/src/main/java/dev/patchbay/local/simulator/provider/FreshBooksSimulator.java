package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.AuthorizationRequest;
import dev.patchbay.local.simulator.oauth.BearerState;
import dev.patchbay.local.simulator.oauth.Grant;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthRules;
import dev.patchbay.local.simulator.oauth.OAuthRules.ClientAuth;
import dev.patchbay.local.simulator.oauth.RefreshPolicy;
import dev.patchbay.local.simulator.oauth.Rfc6749;
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import dev.patchbay.local.simulator.oauth.TokenSet;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * FreshBooks: a refresh token works once, and {@code redirect_uri} is asked for at refresh too. Accounts:
 * {@code john@acme.example}, who has two businesses, and {@code jane@globex.example}, who has one.
 */
public final class FreshBooksSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("", "");

    public FreshBooksSimulator(OAuthAppCredentials app, Clock clock) {
        super("freshbooks", rules(), app, seededAccounts(), clock);
    }

    private static OAuthRules rules() {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("user:profile:read", "See who you are");
        scopes.put("user:clients:read", "See your clients");
        scopes.put("user:clients:write", "Change your clients");
        scopes.put("user:invoices:read", "See your invoices");
        scopes.put("user:invoices:write", "Change your invoices");
        scopes.put("user:notifications:read", "See your webhooks");
        scopes.put("user:notifications:write", "Change your webhooks");
        return OAuthRules.usual()
                .scopes(scopes)
                .pkce(OAuthRules.Pkce.IGNORED)
                .clientAuth(ClientAuth.BODY)
                .accessLives(Duration.ofHours(12))
                .refresh(new RefreshPolicy.SingleUse(Optional.empty(), false))
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("2192788", "john@acme.example", "John Miller"),
                new Account("3301899", "jane@globex.example", "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/authorize");
        routes.post("/auth/oauth/token", this::tokenForRedirect)
                // UNVERIFIED path.
                .post("/auth/oauth/revoke", this::revoke)
                .get("/auth/api/v1/users/me", behind(Set.of("user:profile:read"), this::me));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = Rfc6749.error(429, "rate_limited", "Too many requests.");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    /** None asked for: the app's defaults. */
    @Override
    protected AuthorizationRequest read(Context context) {
        AuthorizationRequest request = super.read(context);
        return request.scopes().isEmpty()
                ? new AuthorizationRequest(request.parameters(), Set.of("user:profile:read"), Set.of())
                : request;
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        return Reply.json(
                Rfc6749.issued(tokens).put("created_at", clock().instant().getEpochSecond()));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return Rfc6749.error(401, "unauthenticated", "This action requires authentication to continue.");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return Rfc6749.error(403, "insufficient_scope", "The requested scope is invalid, unknown, or malformed.");
    }

    private Reply tokenForRedirect(Context context) {
        return Json.parameter(context, "redirect_uri").isEmpty()
                ? Rfc6749.refused(TokenRefusal.MISSING_PARAMETER, "redirect_uri")
                : token(context);
    }

    private Reply revoke(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return Rfc6749.refused(stranger.get(), "client_id");
        }
        engine().revoke(request.parameter("token"));
        return Reply.json(Json.object());
    }

    private Reply me(Context request, AccessToken token) {
        Account account = token.account();
        boolean john = account.login().startsWith("john");
        ObjectNode response = Json.object()
                .put("id", Integer.parseInt(account.id()))
                .put("identity_id", Integer.parseInt(account.id()))
                .put("email", account.login())
                .put("first_name", account.givenName())
                .put("last_name", account.familyName());
        ArrayNode businesses = response.putArray("business_memberships");
        if (john) {
            businesses.add(membership(6543, "Acme Studio", "ACM123"));
            businesses.add(membership(6544, "Acme Catering", "ACC456"));
        } else {
            businesses.add(membership(7001, "Globex Design", "GLX789"));
        }
        return Reply.json(Json.object().set("response", response));
    }

    private static ObjectNode membership(int id, String name, String accountId) {
        ObjectNode membership = Json.object().put("id", id * 10).put("role", "owner");
        membership
                .putObject("business")
                .put("id", id)
                .put("business_uuid", new UUID(0, id).toString())
                .put("name", name)
                .put("account_id", accountId);
        return membership;
    }
}
