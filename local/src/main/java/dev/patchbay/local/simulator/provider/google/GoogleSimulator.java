package dev.patchbay.local.simulator.provider.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.AuthorizationRefusal;
import dev.patchbay.local.simulator.oauth.AuthorizationRequest;
import dev.patchbay.local.simulator.oauth.BearerState;
import dev.patchbay.local.simulator.oauth.ConsentDesk;
import dev.patchbay.local.simulator.oauth.Grant;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthRules;
import dev.patchbay.local.simulator.oauth.RefreshPolicy;
import dev.patchbay.local.simulator.oauth.Rfc6749;
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Google: granular consent, refresh tokens only for offline access, no rotation, at most 100 live grants, and a
 * revocation that ends all that the account granted to the app. Accounts: {@code john@gmail.com}, {@code jane@gmail.com}.
 */
public final class GoogleSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("ya29.a0", "1//0");

    private final Gmail gmail;

    public GoogleSimulator(OAuthAppCredentials app, Clock clock) {
        super("google", rules(), app, seededAccounts(), clock);
        this.gmail =
                new Gmail(clock, (token, mail) -> did("mail", token.account().login(), Json.MAPPER.valueToTree(mail)));
    }

    private static OAuthRules rules() {
        return OAuthRules.usual()
                .scopes(GoogleScopes.KNOWN)
                .granularExcept(GoogleScopes.SIGN_IN)
                .accessLives(Duration.ofSeconds(3599))
                .refresh(new RefreshPolicy.Same(false, Optional.empty(), Optional.of(Duration.ofDays(180))))
                .givesRefreshToken(
                        (request, first) -> request.parameter("access_type").equals("offline")
                                && (first || request.parameter("prompt").contains("consent")))
                .maxGrants(100)
                .revokesAll()
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("108204268033311374519", "john@gmail.com", "John Miller"),
                new Account("115392016448720031746", "jane@gmail.com", "Jane Doe"));
    }

    /** Every mail that was sent, of all accounts. */
    public List<GmailMessage> mails() {
        return gmail.mails();
    }

    @Override
    public void reset() {
        super.reset();
        gmail.clear();
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/o/oauth2/v2/auth");
        routes.post("/token", this::token)
                .post("/revoke", this::revoke)
                .get("/oauth2/v2/userinfo", behind(GoogleScopes.SIGN_IN, this::userinfo));
        gmail.addTo(routes, this::behind);
        GoogleWorkspace.addTo(routes, this::behind);
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        if (!retryAfter.matches("\\d{1,5}")) {
            return GoogleErrors.rateLimited();
        }
        Instant now = clock().instant();
        return GoogleErrors.retryAfter(now.plusSeconds(Long.parseLong(retryAfter)), now, "");
    }

    @Override
    protected AuthorizationRequest read(Context context) {
        AuthorizationRequest request = super.read(context);
        return new AuthorizationRequest(
                request.parameters(), GoogleScopes.canonical(request.scopes()), request.userScopes());
    }

    /** Google shows every error of the app to the person, and does not redirect to the app. */
    @Override
    protected Reply noConsent(AuthorizationRefusal refusal, AuthorizationRequest request) {
        return ConsentDesk.shown(refusal == AuthorizationRefusal.UNKNOWN_CLIENT ? 401 : 400, refusal);
    }

    @Override
    protected String codePrefix() {
        return "4/0A";
    }

    @Override
    protected Map<String, String> besideCode(Grant grant) {
        return Map.of("scope", String.join(" ", grant.scopes()), "authuser", "0", "prompt", "consent");
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return switch (why) {
            case UNKNOWN_CLIENT -> Rfc6749.error(401, "invalid_client", "The OAuth client was not found.");
            case WRONG_SECRET -> Rfc6749.error(401, "invalid_client", "Unauthorized");
            case MISSING_PARAMETER -> Rfc6749.error(400, "invalid_request", "Missing required parameter: " + detail);
            case UNSUPPORTED_GRANT_TYPE ->
                Rfc6749.error(400, "unsupported_grant_type", "Invalid grant_type: " + detail);
            case WRONG_REDIRECT -> Rfc6749.error(400, "redirect_uri_mismatch", "Bad Request");
            case MISSING_VERIFIER -> Rfc6749.error(400, "invalid_grant", "Missing code verifier.");
            case WRONG_VERIFIER -> Rfc6749.error(400, "invalid_grant", "Invalid code verifier.");
            case UNKNOWN_CODE, USED_CODE, EXPIRED_CODE, UNKNOWN_REFRESH_TOKEN ->
                Rfc6749.error(400, "invalid_grant", "Bad Request");
            case DEAD_REFRESH_TOKEN -> Rfc6749.error(400, "invalid_grant", "Token has been expired or revoked.");
            case SCOPE_NOT_GRANTED -> Rfc6749.error(400, "invalid_scope", "Bad Request");
        };
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return GoogleErrors.unauthenticated();
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return GoogleErrors.insufficientScopes();
    }

    private Reply revoke(Context context) {
        String token = Json.parameter(context, "token");
        return engine().revoke(token)
                ? Reply.json(Json.object())
                : Rfc6749.error(400, "invalid_token", "Token expired or revoked");
    }

    private Reply userinfo(Context context, AccessToken token) {
        ObjectNode info = Json.object().put("id", token.account().id());
        if (token.scopes().contains(GoogleScopes.EMAIL)) {
            info.put("email", token.account().login()).put("verified_email", true);
        }
        if (token.scopes().contains(GoogleScopes.PROFILE)) {
            info.put("name", token.account().name())
                    .put("given_name", token.account().givenName())
                    .put("family_name", token.account().familyName())
                    .put(
                            "picture",
                            "https://lh3.googleusercontent.com/a/"
                                    + token.account().id());
        }
        return Reply.json(info);
    }
}
