package dev.patchbay.local.simulator.provider;

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
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import dev.patchbay.local.simulator.oauth.TokenSet;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitHub: tokens in a form unless JSON is asked for, token errors in a 200, scopes with spaces in the request and commas
 * in the answer. As an OAuth app its tokens never expire; as a GitHub App they live for 8 hours, and a refresh token
 * works once and ends the old access token too. Accounts: {@code john-acme}, {@code jane-acme}.
 */
public final class GitHubSimulator extends OAuthProviderSimulator {

    private static final Set<String> SCOPES = Set.of(
            "repo",
            "repo:status",
            "public_repo",
            "read:org",
            "read:user",
            "user",
            "user:email",
            "gist",
            "workflow",
            "notifications",
            "admin:repo_hook",
            "read:repo_hook",
            "write:repo_hook");

    private final TokenKind token;

    /** Starts without connected accounts; {@code githubApp}: its tokens expire. */
    public GitHubSimulator(OAuthAppCredentials app, Clock clock, boolean githubApp) {
        super("github", rules(githubApp), app, seededAccounts(), clock);
        this.token = new TokenKind(githubApp ? "ghu_" : "gho_", "ghr_");
    }

    private static OAuthRules rules(boolean githubApp) {
        OAuthRules.Builder rules = OAuthRules.usual().clientAuth(ClientAuth.BODY);
        return githubApp
                ? rules.accessLives(Duration.ofHours(8))
                        .refresh(new RefreshPolicy.SingleUse(Optional.of(Duration.ofDays(184)), true))
                        .build()
                : rules.accessNeverExpires().refresh(new RefreshPolicy.None()).build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("583231", "john-acme", "John Miller"), new Account("583232", "jane-acme", "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/login/oauth/authorize");
        routes.post("/login/oauth/access_token", this::token)
                .get("/user", behind(Set.of(), this::user))
                .delete("/applications/{client}/token", this::revoke)
                .delete("/applications/{client}/grant", this::revoke);
    }

    /** Primary without Retry-After, secondary with it. */
    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(
                403,
                retryAfter.isEmpty()
                        ? "API rate limit exceeded for user ID 583231."
                        : "You have exceeded a secondary rate limit.");
        long reset = clock().instant().plus(Duration.ofHours(1)).getEpochSecond();
        return retryAfter.isEmpty()
                ? reply.with("x-ratelimit-limit", "5000")
                        .with("x-ratelimit-remaining", "0")
                        .with("x-ratelimit-reset", Long.toString(reset))
                : reply.with("Retry-After", retryAfter);
    }

    /** Scopes that do not exist are passed over. */
    @Override
    protected AuthorizationRequest read(Context context) {
        AuthorizationRequest request = super.read(context);
        Set<String> known = new LinkedHashSet<>(request.scopes());
        known.retainAll(SCOPES);
        return new AuthorizationRequest(request.parameters(), known, Set.of());
    }

    @Override
    protected Map<String, String> denial() {
        return Map.of(
                "error", "access_denied",
                "error_description", "The user has denied your application access.",
                "error_uri", "https://docs.github.com/apps/troubleshooting-authorization-request-errors");
    }

    /** A code is taken without grant_type. */
    @Override
    protected TokenRequest read(TokenRequest request) {
        return request.parameter("grant_type").isEmpty() ? request.with("grant_type", "authorization_code") : request;
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return token;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("access_token", tokens.access().value());
        tokens.lifetime().ifPresent(life -> fields.put("expires_in", Long.toString(life.toSeconds())));
        tokens.refreshToken().ifPresent(refresh -> fields.put("refresh_token", refresh));
        tokens.refreshLifetime()
                .ifPresent(life -> fields.put("refresh_token_expires_in", Long.toString(life.toSeconds())));
        fields.put("scope", String.join(",", tokens.access().scopes()));
        fields.put("token_type", "bearer");
        return asAsked(fields, context);
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CLIENT, WRONG_SECRET ->
                failed(
                        "incorrect_client_credentials",
                        "The client_id and/or client_secret passed are incorrect.",
                        context);
            case WRONG_REDIRECT ->
                failed("redirect_uri_mismatch", "The redirect_uri is not the one of the request.", context);
            case UNKNOWN_CODE, USED_CODE, EXPIRED_CODE, MISSING_PARAMETER, MISSING_VERIFIER, WRONG_VERIFIER ->
                failed("bad_verification_code", "The code passed is incorrect or expired.", context);
            case UNKNOWN_REFRESH_TOKEN, DEAD_REFRESH_TOKEN ->
                failed("bad_refresh_token", "The refresh token passed is incorrect or expired.", context);
            case UNSUPPORTED_GRANT_TYPE, SCOPE_NOT_GRANTED ->
                failed("unsupported_grant_type", "This grant type is not supported.", context);
        };
    }

    /** GitHub's older scheme is token; Bearer works as well. */
    @Override
    protected Optional<String> shownToken(Context context) {
        return TokenRequest.bearer(context)
                .or(() -> Optional.ofNullable(context.header("Authorization"))
                        .filter(header -> header.startsWith("token "))
                        .map(header -> header.substring(6)));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return error(401, why instanceof BearerState.Missing ? "Requires authentication" : "Bad credentials");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken shown) {
        return error(404, "Not Found");
    }

    private Reply user(Context request, AccessToken shown) {
        Account account = shown.account();
        boolean email = shown.allowsAny(Set.of("user", "user:email"));
        return Reply.json(Json.object()
                        .put("login", account.login())
                        .put("id", Integer.parseInt(account.id()))
                        .put("type", "User")
                        .put("name", account.name())
                        .put("email", email ? account.login() + "@users.example" : null))
                .with("X-OAuth-Scopes", String.join(", ", shown.scopes()))
                .with("x-ratelimit-limit", "5000")
                .with("x-ratelimit-remaining", "4999");
    }

    /** By the app's own credentials; the grant goes with the token here, as an account has one at a time. */
    private Reply revoke(Context context) {
        TokenRequest request = TokenRequest.of(context, Set.of(ClientAuth.BASIC));
        boolean app = engine().registration().strangeness(request).isEmpty()
                && context.pathParam("client").equals(app().clientId());
        if (!app) {
            return error(401, "Bad credentials");
        }
        String value = request.parameter("access_token");
        boolean known = context.path().endsWith("/grant") ? engine().revoke(value) : engine().revokeAccess(value);
        return known ? Reply.empty(204) : error(404, "Not Found");
    }

    private static Reply failed(String error, String description, Context context) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", error);
        fields.put("error_description", description);
        fields.put("error_uri", "https://docs.github.com/apps/troubleshooting-oauth-app-access-token-request-errors");
        return asAsked(fields, context);
    }

    private static Reply asAsked(Map<String, String> fields, Context context) {
        String accept = Optional.ofNullable(context.header("Accept")).orElse("");
        if (!accept.contains("json")) {
            return Reply.form(200, fields);
        }
        ObjectNode body = Json.object();
        fields.forEach((name, value) -> {
            if (name.endsWith("expires_in")) {
                body.put(name, Long.parseLong(value));
            } else {
                body.put(name, value);
            }
        });
        return Reply.json(body);
    }

    private static Reply error(int status, String message) {
        return Reply.json(
                status,
                Json.object()
                        .put("message", message)
                        .put("documentation_url", "https://docs.github.com/rest")
                        .put("status", Integer.toString(status)));
    }
}
