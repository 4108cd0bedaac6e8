package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
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
 * HubSpot: date-versioned token endpoint, access tokens of half an hour, the refresh token named again each time, and
 * identity by introspection. Its accounts are users of two portals: {@code john@acme.example} (62515),
 * {@code jane@globex.example} (62516).
 */
public final class HubSpotSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("CLocal", "na1-local-");
    private static final Set<String> VERSIONS = Set.of("2026-03", "2026-09", "v3");

    public HubSpotSimulator(OAuthAppCredentials app, Clock clock) {
        super("hubspot", rules(), app, seededAccounts(), clock);
    }

    private static OAuthRules rules() {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("oauth", "Know your HubSpot account");
        for (String type : List.of("contacts", "companies", "deals")) {
            scopes.put("crm.objects." + type + ".read", "See your " + type);
            scopes.put("crm.objects." + type + ".write", "Change your " + type);
            scopes.put("crm.schemas." + type + ".read", "See the properties of your " + type);
        }
        scopes.put("crm.objects.owners.read", "See the owners of your records");
        scopes.put("timeline", "Add events to timelines");
        return OAuthRules.usual()
                .scopes(scopes)
                .clientAuth(ClientAuth.BODY)
                .accessLives(Duration.ofMinutes(30))
                .refresh(new RefreshPolicy.Same(true, Optional.empty(), Optional.empty()))
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("62515", "john@acme.example", "John Miller"),
                new Account("62516", "jane@globex.example", "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/authorize");
        routes.post("/oauth/{version}/token", versioned(this::token))
                .post("/oauth/{version}/token/introspect", versioned(this::introspect))
                .post("/oauth/{version}/token/revoke", versioned(this::revoke))
                .get(
                        "/crm/v3/objects/contacts",
                        behind(
                                Set.of("crm.objects.contacts.read"),
                                (request, token) ->
                                        limited(Reply.json(Json.object().set("results", Json.array())))));
    }

    /** Without Retry-After: the policy's name identifies the window. */
    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = Reply.json(
                429,
                Json.object()
                        .put("status", "error")
                        .put("message", "You have reached your ten_secondly_rolling limit.")
                        .put("errorType", "RATE_LIMIT")
                        .put("policyName", "TEN_SECONDLY_ROLLING")
                        .put("correlationId", UUID.randomUUID().toString()));
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        ObjectNode body = Rfc6749.issued(tokens).put("token_type", "bearer").put("token_use", "access_token");
        body.remove("scope");
        body.set("scopes", Json.strings(tokens.access().scopes()));
        return Reply.json(body.put("hub_id", hub(tokens.access().account()))
                .put("user_id", hub(tokens.access().account()) * 100));
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CLIENT -> tokenError("invalid_client", "BAD_CLIENT_ID", "missing or invalid client id");
            case WRONG_SECRET -> tokenError("invalid_client", "BAD_CLIENT_SECRET", "missing or invalid client secret");
            case MISSING_PARAMETER -> tokenError("invalid_request", "BAD_REQUEST", "missing value: " + detail);
            case UNSUPPORTED_GRANT_TYPE ->
                tokenError("unsupported_grant_type", "BAD_GRANT_TYPE", "unsupported value: " + detail);
            case UNKNOWN_CODE, USED_CODE, EXPIRED_CODE ->
                tokenError("invalid_grant", "BAD_AUTH_CODE", "missing or unknown auth code");
            case WRONG_REDIRECT -> tokenError("invalid_grant", "BAD_REDIRECT_URI", "missing or invalid redirect uri");
            case MISSING_VERIFIER, WRONG_VERIFIER ->
                tokenError("invalid_grant", "BAD_CODE_VERIFIER", "missing or invalid verifier");
            case UNKNOWN_REFRESH_TOKEN, DEAD_REFRESH_TOKEN ->
                tokenError("invalid_grant", "BAD_REFRESH_TOKEN", "refresh token is invalid, expired or revoked");
            case SCOPE_NOT_GRANTED -> tokenError("invalid_scope", "BAD_SCOPE", "a scope was not granted");
        };
    }

    /** The standard's fields, and HubSpot's own beside them (its changelog on standardized OAuth error responses). */
    private static Reply tokenError(String error, String status, String message) {
        return Reply.json(
                400,
                Json.object()
                        .put("error", error)
                        .put("error_description", message)
                        .put("status", status)
                        .put("message", message));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return why instanceof BearerState.Expired
                ? error(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.")
                : error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found or invalid.");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return error(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes: " + anyOf);
    }

    private Endpoint versioned(Endpoint endpoint) {
        return request -> VERSIONS.contains(request.pathParam("version"))
                ? endpoint.answer(request)
                : error(404, "NOT_FOUND", "resource not found");
    }

    private Reply introspect(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return refused(stranger.get(), "client_id", context);
        }
        if (engine().bearer(request.parameter("token")) instanceof BearerState.Live live) {
            Account account = live.token().account();
            ObjectNode body = Json.object()
                    .put("active", true)
                    .put("token_use", "access_token")
                    .put("client_id", app().clientId())
                    .put("hub_id", hub(account))
                    .put("hub_domain", account.login().substring(account.login().indexOf('@') + 1))
                    .put("user", account.login())
                    .put("user_id", hub(account) * 100)
                    .put("app_id", 54321);
            body.set("scopes", Json.strings(live.token().scopes()));
            live.token()
                    .expiresAt()
                    .ifPresent(end -> body.put(
                            "expires_in",
                            Duration.between(clock().instant(), end).toSeconds()));
            return Reply.json(body);
        }
        return Reply.json(Json.object().put("active", false));
    }

    private Reply revoke(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return refused(stranger.get(), "client_id", context);
        }
        engine().revoke(request.parameter("token"));
        return Reply.empty(200);
    }

    private static int hub(Account account) {
        return Integer.parseInt(account.id());
    }

    private static Reply limited(Reply reply) {
        return reply.with("X-HubSpot-RateLimit-Max", "110")
                .with("X-HubSpot-RateLimit-Remaining", "109")
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
    }

    private static Reply error(int status, String category, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("status", "error")
                        .put("category", category)
                        .put("message", message)
                        .put("correlationId", UUID.randomUUID().toString()));
    }
}
