package dev.patchbay.local.simulator.provider.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.BearerState;
import dev.patchbay.local.simulator.oauth.ConsentDesk;
import dev.patchbay.local.simulator.oauth.Grant;
import dev.patchbay.local.simulator.oauth.IdTokens;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Microsoft: each refresh gives a new refresh token and the old one stays valid for its 90 days; there is no way to
 * revoke one grant. Accounts: {@code john@contoso.example}, and {@code jane@contoso.example}, who has no mailbox.
 *
 * <p>MSAL accepts only an https authority, so it is pointed here by an HTTP client that replaces scheme, host and port:
 * the paths, instance discovery included, are those of login.microsoftonline.com.
 */
public final class MicrosoftSimulator extends OAuthProviderSimulator {

    private static final String TENANT = Directories.TENANT;
    private static final String ISSUER = "https://login.microsoftonline.com/" + TENANT + "/v2.0";
    private static final String GRAPH = "https://graph.microsoft.com/";
    private static final String WITHOUT_MAILBOX = "jane@contoso.example";
    private static final TokenKind TOKEN = new TokenKind("EwB4A8l6", "M.C507_");

    /** Given with any token, and never asked for again. */
    private static final Set<String> SIGN_IN = Set.of("openid", "profile", "email", "offline_access");

    private final IdTokens idTokens = new IdTokens();
    private final Directories directories;

    /** @param singleTenant whether the app is registered for accounts of its own directory only */
    public MicrosoftSimulator(OAuthAppCredentials app, Clock clock, boolean singleTenant) {
        super("microsoft", rules(), app, seededAccounts(), clock);
        directories = new Directories(singleTenant, app.clientId());
    }

    private static OAuthRules rules() {
        return OAuthRules.usual()
                .accessLives(Duration.ofSeconds(3599))
                .refresh(new RefreshPolicy.Moving(Duration.ofDays(90)))
                .givesRefreshToken((request, first) -> request.scopes().contains("offline_access"))
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("b1f3c2d4-0a56-4e7f-8899-aabbccddeeff", "john@contoso.example", "John Miller"),
                new Account("c2a4d3e5-1b67-4f80-99aa-bbccddeeff00", WITHOUT_MAILBOX, "Jane Doe"));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/{tenant}/oauth2/v2.0/authorize");
        routes.post("/{tenant}/oauth2/v2.0/token", this::tokenOfDirectory)
                .get("/{tenant}/v2.0/.well-known/openid-configuration", request -> discovery())
                .get(
                        "/{tenant}/discovery/v2.0/keys",
                        request -> Reply.of(200, "application/json; charset=utf-8", idTokens.publicKeys()))
                .get("/common/discovery/instance", request -> instances())
                .get("/v1.0/me", behind(graph("User.Read", "User.ReadWrite"), this::me))
                .post("/v1.0/me/sendMail", behind(graph("Mail.Send"), this::sendMail));
    }

    /** As web apps are answered: with the error in the redirect. */
    @Override
    protected Optional<Reply> refusedHere(Context context) {
        return directories
                .refusal(context.pathParam("tenant"))
                .map(refusal -> ConsentDesk.back(
                        read(context), Map.of("error", "invalid_request", "error_description", refusal.description())));
    }

    private Reply tokenOfDirectory(Context context) {
        return directories
                .refusal(context.pathParam("tenant"))
                .map(refusal -> EntraErrors.directory(refusal, clock().instant()))
                .orElseGet(() -> token(context));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = EntraErrors.graph(429, "TooManyRequests", "Too many requests.", clock().instant());
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected String codePrefix() {
        return "M.C507_BAY.2.U.";
    }

    @Override
    protected Map<String, String> denial() {
        return Map.of(
                "error", "access_denied",
                "error_subcode", "cancel",
                "error_description", "AADSTS65004: User declined to consent to access the app.");
    }

    /** MSAL names the sign-in scopes at every refresh, whether they were asked for at first or not. */
    @Override
    protected TokenRequest read(TokenRequest request) {
        return request.with(
                "scope",
                List.of(request.parameter("scope").split(" ", -1)).stream()
                        .filter(scope -> !SIGN_IN.contains(scope))
                        .collect(Collectors.joining(" ")));
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        AccessToken access = tokens.access();
        ObjectNode body = Rfc6749.issued(tokens)
                .put(
                        "scope",
                        access.scopes().stream()
                                .filter(scope -> !scope.equals("offline_access"))
                                .collect(Collectors.joining(" ")))
                .put(
                        "ext_expires_in",
                        tokens.lifetime().map(Duration::toSeconds).orElse(0L));
        if (tokens.grant().scopes().contains("openid")) {
            Account account = access.account();
            body.put(
                    "id_token",
                    idTokens.sign(
                            ISSUER,
                            app().clientId(),
                            account.id(),
                            clock().instant(),
                            Map.of(
                                    "oid", account.id(),
                                    "tid", TENANT,
                                    "ver", "2.0",
                                    "name", account.name(),
                                    "preferred_username", account.login())));
        }
        if ("1".equals(context.formParam("client_info"))) {
            String info = Json.object()
                    .put("uid", access.account().id())
                    .put("utid", TENANT)
                    .toString();
            body.put(
                    "client_info",
                    Base64.getUrlEncoder().withoutPadding().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
        }
        return Reply.json(body);
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return EntraErrors.token(why, detail, clock().instant());
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return EntraErrors.graph(
                401,
                "InvalidAuthenticationToken",
                why instanceof BearerState.Expired
                        ? "Lifetime validation failed, the token is expired."
                        : "Access token is invalid.",
                clock().instant());
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return EntraErrors.graph(
                403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.", clock().instant());
    }

    private static Set<String> graph(String... scopes) {
        return java.util.stream.Stream.of(scopes)
                .flatMap(scope -> java.util.stream.Stream.of(scope, GRAPH + scope))
                .collect(Collectors.toSet());
    }

    private Reply me(Context request, AccessToken token) {
        Account account = token.account();
        return Reply.json(Json.object()
                .put("@odata.context", GRAPH + "v1.0/$metadata#users/$entity")
                .put("id", account.id())
                .put("displayName", account.name())
                .put("userPrincipalName", account.login())
                .put("mail", account.login().equals(WITHOUT_MAILBOX) ? null : account.login()));
    }

    /** Accepted, with no body and no id. */
    private Reply sendMail(Context request, AccessToken token) {
        JsonNode message = Json.body(request).path("message");
        if (message.path("toRecipients").isEmpty()) {
            return EntraErrors.graph(
                    400, "ErrorInvalidRecipients", "At least one recipient is not valid.", clock().instant());
        }
        did("mail", token.account().login(), message);
        return Reply.empty(202);
    }

    private static Reply instances() {
        ObjectNode body = Json.object()
                .put(
                        "tenant_discovery_endpoint",
                        "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")
                .put("api-version", "1.1");
        body.putArray("metadata")
                .addObject()
                .put("preferred_network", "login.microsoftonline.com")
                .put("preferred_cache", "login.windows.net")
                .putArray("aliases")
                .add("login.microsoftonline.com")
                .add("login.windows.net");
        return Reply.json(body);
    }

    private static Reply discovery() {
        String base = "https://login.microsoftonline.com/common";
        ObjectNode body = Json.object()
                .put("issuer", ISSUER)
                .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
                .put("token_endpoint", base + "/oauth2/v2.0/token")
                .put("jwks_uri", base + "/discovery/v2.0/keys");
        body.putArray("response_types_supported").add("code");
        body.putArray("subject_types_supported").add("pairwise");
        body.putArray("id_token_signing_alg_values_supported").add("RS256");
        return Reply.json(body);
    }
}
