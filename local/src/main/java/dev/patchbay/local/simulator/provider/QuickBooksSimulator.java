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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * QuickBooks Online: the company's {@code realmId} comes only in the redirect, clients show themselves by Basic only, and
 * a refresh token changes once a day, with its predecessor valid for a day more. Its accounts are companies:
 * {@code Acme Books}, {@code Globex Books}.
 */
public final class QuickBooksSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("eyJlbmMiOiJBMTI4Q0JD.", "AB11");
    private static final Set<String> ACCOUNTING = Set.of("com.intuit.quickbooks.accounting");
    private static final String OWNER = "john@acme.example";

    public QuickBooksSimulator(OAuthAppCredentials app, Clock clock) {
        super("quickbooks", rules(), app, seededAccounts(), clock);
    }

    private static OAuthRules rules() {
        return OAuthRules.usual()
                .scopes(Map.of(
                        "com.intuit.quickbooks.accounting", "See and change your accounting",
                        "com.intuit.quickbooks.payment", "Take payments",
                        "openid", "Know who you are",
                        "profile", "See your name",
                        "email", "See your email address",
                        "phone", "See your phone number",
                        "address", "See your address"))
                .pkce(OAuthRules.Pkce.IGNORED)
                .clientAuth(ClientAuth.BASIC)
                .refresh(new RefreshPolicy.Periodic(
                        Duration.ofHours(24), Duration.ofHours(24), Duration.ofDays(100), Duration.ofDays(5 * 365)))
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("9130347596842384", "Acme Books", "Acme Books"),
                new Account("9130355377388383", "Globex Books", "Globex Books"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/connect/oauth2");
        routes.post("/oauth2/v1/tokens/bearer", this::token)
                .post("/v2/oauth2/tokens/revoke", this::revoke)
                .get("/v1/openid_connect/userinfo", behind(Set.of("openid"), this::userinfo))
                .get("/v3/company/{realm}/companyinfo/{id}", behind(ACCOUNTING, this::companyInfo));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = fault(429, "ThrottleExceeded", "3001", "SystemFault");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected String codePrefix() {
        return "AB11";
    }

    @Override
    protected Map<String, String> besideCode(Grant grant) {
        return Map.of("realmId", grant.account().id());
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        ObjectNode body = Rfc6749.issued(tokens).put("token_type", "bearer");
        body.remove("scope");
        tokens.refreshLifetime().ifPresent(life -> body.put("x_refresh_token_expires_in", life.toSeconds()));
        return Reply.json(body).with("intuit_tid", UUID.randomUUID().toString());
    }

    /** Often without a description. */
    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CLIENT, WRONG_SECRET -> Reply.json(401, Json.object().put("error", "invalid_client"));
            case UNKNOWN_CODE, USED_CODE, EXPIRED_CODE, WRONG_REDIRECT, DEAD_REFRESH_TOKEN ->
                Reply.json(400, Json.object().put("error", "invalid_grant"));
            case UNKNOWN_REFRESH_TOKEN -> Rfc6749.error(400, "invalid_grant", "Token invalid");
            case MISSING_PARAMETER, UNSUPPORTED_GRANT_TYPE, MISSING_VERIFIER, WRONG_VERIFIER, SCOPE_NOT_GRANTED ->
                Rfc6749.refused(why, detail);
        };
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return fault(401, "AuthenticationFailed", "3200", "AUTHENTICATION");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return fault(403, "ApplicationAuthorizationFailed", "3100", "AuthorizationFault");
    }

    private Reply revoke(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        if (engine().registration().strangeness(request).isPresent()) {
            return Reply.json(401, Json.object().put("error", "invalid_client"));
        }
        return engine().revoke(request.parameter("token"))
                ? Reply.empty(200)
                : Reply.json(400, Json.object().put("error", "invalid_request"));
    }

    private Reply userinfo(Context request, AccessToken token) {
        return Reply.json(Json.object()
                .put("sub", "bfc06b0a-" + token.account().id())
                .put("email", OWNER)
                .put("emailVerified", true)
                .put("givenName", "John")
                .put("familyName", "Miller"));
    }

    private Reply companyInfo(Context request, AccessToken token) {
        Account company = token.account();
        if (!request.pathParam("realm").equals(company.id())) {
            return outOfScope(ACCOUNTING, token);
        }
        String accept = Optional.ofNullable(request.header("Accept")).orElse("");
        String now = clock().instant().toString();
        if (!accept.contains("json")) {
            return Reply.of(200, "application/xml", """
                <IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="%s">\
                <CompanyInfo><Id>1</Id><CompanyName>%s</CompanyName></CompanyInfo></IntuitResponse>\
                """.formatted(now, company.name()));
        }
        ObjectNode info = Json.object()
                .put("Id", "1")
                .put("CompanyName", company.name())
                .put("LegalName", company.name())
                .put("Country", "US")
                .put("SyncToken", "0");
        info.putObject("Email").put("Address", OWNER);
        return Reply.json(Json.object().put("time", now).set("CompanyInfo", info));
    }

    /** Errors of the token layer come in lower case, unlike those of the API (UNVERIFIED). */
    private Reply fault(int status, String what, String code, String type) {
        ObjectNode fault = Json.object().put("type", type);
        fault.putArray("error")
                .addObject()
                .put("message", "message=%s; errorCode=00%s; statusCode=%d".formatted(what, code, status))
                .put("code", code);
        return Reply.json(
                status, Json.object().put("time", clock().instant().toString()).set("fault", fault));
    }
}
