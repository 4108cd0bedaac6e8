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
 * LinkedIn: access tokens of 60 days and no refresh tokens, unless the app is an approved partner's, whose refresh
 * tokens live for 365 days from consent. A denial is reported as {@code user_cancelled_authorize}. Accounts:
 * {@code john@acme.example}, {@code jane@acme.example}.
 */
public final class LinkedInSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("AQV", "AQX");

    /** Starts without connected accounts; {@code partner} apps get refresh tokens. */
    public LinkedInSimulator(OAuthAppCredentials app, Clock clock, boolean partner) {
        super("linkedin", rules(partner), app, seededAccounts(), clock);
    }

    private static OAuthRules rules(boolean partner) {
        Map<String, String> scopes = new LinkedHashMap<>();
        scopes.put("openid", "Use your LinkedIn identity");
        scopes.put("profile", "See your name and photo");
        scopes.put("email", "See your email address");
        scopes.put("w_member_social", "Create, edit and delete posts for you");
        return OAuthRules.usual()
                .scopes(scopes)
                .pkce(OAuthRules.Pkce.IGNORED)
                .clientAuth(ClientAuth.BODY)
                .accessLives(Duration.ofDays(60))
                .refresh(
                        partner
                                ? new RefreshPolicy.Same(true, Optional.of(Duration.ofDays(365)), Optional.empty())
                                : new RefreshPolicy.None())
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("782bbtaQ", "john@acme.example", "John Miller"),
                new Account("9fK2mQwe", "jane@acme.example", "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/v2/authorization");
        routes.post("/oauth/v2/accessToken", this::token)
                // UNVERIFIED path.
                .post("/oauth/v2/revoke", this::revoke)
                .get("/v2/userinfo", behind(Set.of("openid"), this::userinfo))
                .post("/rest/posts", behind(Set.of("w_member_social"), this::post))
                .post(
                        "/v2/invitations",
                        behind(
                                Set.of(),
                                (request, token) -> error(403, "Not enough permissions to access: POST /invitations")));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(429, "Resource level throttle limit for calls to this resource is reached.");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected Map<String, String> denial() {
        return Map.of(
                "error", "user_cancelled_authorize",
                "error_description", "The user cancelled the authorization.");
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        ObjectNode body = Rfc6749.issued(tokens);
        // Spaces in the request, commas in the answer.
        body.put("scope", String.join(",", tokens.access().scopes()));
        tokens.refreshLifetime().ifPresent(life -> body.put("refresh_token_expires_in", life.toSeconds()));
        return Reply.json(body);
    }

    /** LinkedIn has one sentence for all errors of a code. */
    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CODE, USED_CODE, EXPIRED_CODE, WRONG_REDIRECT ->
                Rfc6749.error(
                        400,
                        "invalid_request",
                        "Unable to retrieve access token: appid/redirect uri/code verifier does not match"
                                + " authorization code. Or authorization code expired.");
            case UNKNOWN_CLIENT,
                    WRONG_SECRET,
                    MISSING_PARAMETER,
                    UNSUPPORTED_GRANT_TYPE,
                    MISSING_VERIFIER,
                    WRONG_VERIFIER,
                    UNKNOWN_REFRESH_TOKEN,
                    DEAD_REFRESH_TOKEN,
                    SCOPE_NOT_GRANTED -> Rfc6749.refused(why, detail);
        };
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return error(
                401,
                switch (why) {
                    case BearerState.Expired expired -> "The token used in the request has expired";
                    case BearerState.Revoked revoked -> "The token used in the request has been revoked by the user";
                    case BearerState.Unknown unknown -> "Invalid access token";
                    case BearerState.Missing missing -> "Empty oauth2 access token";
                });
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return error(403, "Not enough permissions to access this resource");
    }

    private Reply revoke(Context request) {
        return engine().revoke(Json.parameter(request, "token"))
                ? Reply.empty(200)
                : Rfc6749.error(400, "invalid_request", "The token is not valid.");
    }

    private Reply userinfo(Context request, AccessToken token) {
        Account account = token.account();
        ObjectNode info = Json.object().put("sub", account.id());
        if (token.scopes().contains("profile")) {
            info.put("name", account.name())
                    .put("given_name", account.givenName())
                    .put("family_name", account.familyName())
                    .put("picture", "https://media.licdn.com/dms/image/" + account.id());
            info.putObject("locale").put("country", "US").put("language", "en");
        }
        if (token.scopes().contains("email")) {
            info.put("email", account.login()).put("email_verified", true);
        }
        return Reply.json(info);
    }

    private Reply post(Context request, AccessToken token) {
        if (request.header("LinkedIn-Version") == null) {
            return error(400, "A LinkedIn-Version header must be present");
        }
        did("post", token.account().login(), Json.body(request));
        return Reply.empty(201).with("x-restli-id", "urn:li:share:" + (7_000_000_000L + outbox().size()));
    }

    private static Reply error(int status, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("status", status)
                        .put("serviceErrorCode", status == 401 ? 65601 : 100)
                        .put("message", message));
    }
}
