package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * Salesforce: no {@code expires_in}, an {@code instance_url} per org, PKCE required, at most five grants per user. Its
 * accounts are users of two orgs: {@code john@acme.example}, {@code jane@globex.example}. All hosts share this prefix.
 */
public final class SalesforceSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("00DLocal!AQ", "5Aep861");
    private static final Set<String> API = Set.of("api", "full");

    /** Starts without connected accounts; {@code rotation} is a switch of the app, which makes refresh tokens single-use. */
    public SalesforceSimulator(OAuthAppCredentials app, Clock clock, boolean rotation) {
        super("salesforce", rules(rotation), app, seededAccounts(), clock);
    }

    private static OAuthRules rules(boolean rotation) {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("api", "Manage user data via APIs");
        scopes.put("refresh_token", "Perform requests at any time");
        scopes.put("offline_access", "Perform requests at any time");
        scopes.put("openid", "Access unique user identifiers");
        scopes.put("id", "Access the identity URL service");
        scopes.put("profile", "See your name");
        scopes.put("email", "See your email address");
        scopes.put("full", "Full access");
        scopes.put("web", "Manage user data via Web browsers");
        return OAuthRules.usual()
                .scopes(scopes)
                .pkce(OAuthRules.Pkce.REQUIRED)
                .codeLives(Duration.ofMinutes(15))
                .accessLives(Duration.ofHours(2))
                .refresh(
                        rotation
                                ? new RefreshPolicy.SingleUse(Optional.empty(), false)
                                : new RefreshPolicy.Same(false, Optional.empty(), Optional.of(Duration.ofDays(30))))
                .givesRefreshToken((request, first) -> request.scopes().contains("refresh_token")
                        || request.scopes().contains("offline_access"))
                .maxGrants(5)
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("00DLocalAcme00001/005LocalJohn0001", "john@acme.example", "John Miller"),
                new Account("00DLocalGlobex002/005LocalJane0002", "jane@globex.example", "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/services/oauth2/authorize");
        routes.post("/services/oauth2/token", this::token)
                .post("/services/oauth2/revoke", this::revoke)
                .post("/services/oauth2/introspect", this::introspect)
                .get("/services/oauth2/userinfo", behind(Set.of(), (request, token) -> identity(token)))
                .get("/id/{org}/{user}", behind(Set.of(), (request, token) -> identity(token)))
                .get("/services/data/{version}/limits", behind(API, (request, token) -> limits()))
                .get(
                        "/services/data/{version}/query",
                        behind(
                                API,
                                (request, token) -> Reply.json(Json.object()
                                                .put("totalSize", 0)
                                                .put("done", true)
                                                .set("records", Json.array()))
                                        .with("Sforce-Limit-Info", "api-usage=18/5000")));
    }

    /** Of the org, for a day: a 403 that no new token helps, without Retry-After. */
    @Override
    protected Reply rateLimited(String retryAfter) {
        return error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }

    @Override
    protected Map<String, String> denial() {
        return Map.of("error", "access_denied", "error_description", "end-user denied authorization");
    }

    @Override
    protected String codePrefix() {
        return "aPrx";
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        ObjectNode body = Rfc6749.issued(tokens);
        body.remove("expires_in");
        Account account = tokens.access().account();
        return Reply.json(body.put("instance_url", instance(account))
                .put("id", "https://login.salesforce.com/id/" + account.id())
                .put("issued_at", Long.toString(clock().instant().toEpochMilli()))
                .put("signature", "c2lnbmF0dXJl"));
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CLIENT -> Rfc6749.error(400, "invalid_client_id", "client identifier invalid");
            case WRONG_SECRET -> Rfc6749.error(400, "invalid_client", "invalid client credentials");
            case MISSING_PARAMETER -> Rfc6749.error(400, "invalid_request", "missing required parameter: " + detail);
            case UNSUPPORTED_GRANT_TYPE -> Rfc6749.error(400, "unsupported_grant_type", "grant type not supported");
            case UNKNOWN_CODE -> Rfc6749.error(400, "invalid_grant", "invalid authorization code");
            case USED_CODE, EXPIRED_CODE -> Rfc6749.error(400, "invalid_grant", "expired authorization code");
            case WRONG_REDIRECT -> Rfc6749.error(400, "redirect_uri_mismatch", "redirect_uri must match configuration");
            case MISSING_VERIFIER, WRONG_VERIFIER -> Rfc6749.error(400, "invalid_grant", "invalid code verifier");
            case UNKNOWN_REFRESH_TOKEN, DEAD_REFRESH_TOKEN ->
                Rfc6749.error(400, "invalid_grant", "expired access/refresh token");
            case SCOPE_NOT_GRANTED -> Rfc6749.error(400, "invalid_scope", "the requested scope is not allowed");
        };
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return error(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return error(403, "INSUFFICIENT_ACCESS", "This session is not valid for use with the REST API");
    }

    private Reply revoke(Context context) {
        return engine().revoke(Json.parameter(context, "token"))
                ? Reply.empty(200)
                : Rfc6749.error(400, "invalid_token", "invalid token");
    }

    private Reply introspect(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return refused(stranger.get(), "client_id", context);
        }
        ObjectNode body = Json.object();
        if (engine().bearer(request.parameter("token")) instanceof BearerState.Live live) {
            body.put("active", true)
                    .put("scope", String.join(" ", live.token().scopes()))
                    .put("username", live.token().account().login());
            live.token().expiresAt().ifPresent(end -> body.put("exp", end.getEpochSecond()));
            return Reply.json(body);
        }
        return Reply.json(body.put("active", false));
    }

    private static Reply identity(AccessToken token) {
        Account account = token.account();
        int slash = account.id().indexOf('/');
        ObjectNode body = Json.object()
                .put("id", "https://login.salesforce.com/id/" + account.id())
                .put("sub", "https://login.salesforce.com/id/" + account.id())
                .put("user_id", account.id().substring(slash + 1))
                .put("organization_id", account.id().substring(0, slash))
                .put("username", account.login())
                .put("preferred_username", account.login())
                .put("display_name", account.name())
                .put("name", account.name())
                .put("email", account.login())
                .put("active", true);
        body.putObject("urls").put("rest", instance(account) + "/services/data/v{version}/");
        return Reply.json(body);
    }

    private static Reply limits() {
        ObjectNode body = Json.object();
        body.putObject("DailyApiRequests").put("Max", 5000).put("Remaining", 4982);
        return Reply.json(body).with("Sforce-Limit-Info", "api-usage=18/5000");
    }

    private static String instance(Account account) {
        return account.login().endsWith("@acme.example")
                ? "https://acme.my.salesforce.com"
                : "https://globex.my.salesforce.com";
    }

    private static Reply error(int status, String code, String message) {
        return Reply.json(
                status, Json.array().add(Json.object().put("message", message).put("errorCode", code)));
    }
}
