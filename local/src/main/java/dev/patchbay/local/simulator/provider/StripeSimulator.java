package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.patchbay.local.simulator.oauth.Secrets;
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import dev.patchbay.local.simulator.oauth.TokenSet;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stripe Connect: the client secret is the platform's own API key, tokens never expire, and the account is reached by
 * that key with a {@code Stripe-Account} header. Accounts: {@code acme@shop.example}, {@code globex@shop.example}.
 */
public final class StripeSimulator extends OAuthProviderSimulator {

    private static final TokenKind TOKEN = new TokenKind("sk_acct_", "rt_");

    private final Set<String> connected = ConcurrentHashMap.newKeySet();

    public StripeSimulator(OAuthAppCredentials app, Clock clock) {
        super("stripe", rules(), app, seededAccounts(), clock);
    }

    private static OAuthRules rules() {
        return OAuthRules.usual()
                .scopes(Map.of(
                        "read_only", "View the account's data",
                        "read_write", "View and change the account's data"))
                .pkce(OAuthRules.Pkce.IGNORED)
                .clientAuth(ClientAuth.SECRET_KEY)
                .codeLives(Duration.ofMinutes(5))
                .accessNeverExpires()
                .refresh(new RefreshPolicy.Same(true, Optional.empty(), Optional.empty()))
                .revokesAll()
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("acct_1LocalAcme0000001", "acme@shop.example", "Acme Shop"),
                new Account("acct_1LocalGlobex00002", "globex@shop.example", "Globex Shop"));
    }

    @Override
    public void reset() {
        super.reset();
        connected.clear();
    }

    @Override
    public ObjectNode memory() {
        ObjectNode memory = super.memory();
        memory.set("connected", Json.strings(new TreeSet<>(connected)));
        return memory;
    }

    @Override
    public void restore(JsonNode memory) {
        super.restore(memory);
        connected.clear();
        memory.path("connected").forEach(account -> connected.add(account.asText()));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/authorize");
        routes.post("/oauth/token", this::token)
                .post("/oauth/deauthorize", this::deauthorize)
                .get("/v1/account", this::account)
                .get("/v1/accounts/{id}", request -> accountOf(request, request.pathParam("id")));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(429, "invalid_request_error", "rate_limit", "Request rate limit exceeded.")
                .with("Stripe-Rate-Limited-Reason", "global-rate");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected void revokeGrant(String account) {
        super.revokeGrant(account);
        accounts().stream()
                .filter(one -> account.isEmpty() || one.login().equals(account))
                .forEach(one -> connected.remove(one.id()));
    }

    /** Read-only, if no scope is requested. */
    @Override
    protected AuthorizationRequest read(Context context) {
        AuthorizationRequest request = super.read(context);
        return request.scopes().isEmpty()
                ? new AuthorizationRequest(request.parameters(), Set.of("read_only"), Set.of())
                : request;
    }

    @Override
    protected String codePrefix() {
        return "ac_";
    }

    @Override
    protected Map<String, String> besideCode(Grant grant) {
        return Map.of("scope", String.join(" ", grant.scopes()));
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        Account account = tokens.access().account();
        connected.add(account.id());
        ObjectNode body = Rfc6749.issued(tokens).put("token_type", "bearer").put("livemode", false);
        return Reply.json(body.put("stripe_user_id", account.id()).put("stripe_publishable_key", "pk_" + account.id()));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return error(401, "invalid_request_error", "", "Invalid API Key provided.");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return error(403, "invalid_request_error", "", "The provided key does not have the required permissions.");
    }

    private Reply deauthorize(Context context) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return Rfc6749.refused(stranger.get(), "client_id");
        }
        String id = request.parameter("stripe_user_id");
        Optional<Account> account = accounts().stream()
                .filter(one -> one.id().equals(id) && connected.contains(id))
                .findFirst();
        if (account.isEmpty()) {
            return Rfc6749.error(
                    401,
                    "invalid_client",
                    "This application is not connected to stripe account %s, or that account does not exist."
                            .formatted(id));
        }
        revokeGrant(account.get().login());
        return Reply.json(Json.object().put("stripe_user_id", id));
    }

    private Reply account(Context request) {
        String header = Optional.ofNullable(request.header("Stripe-Account")).orElse("");
        return header.isEmpty() && engine().bearer(key(request)) instanceof BearerState.Live live
                ? Reply.json(described(live.token().account()))
                : accountOf(request, header);
    }

    private Reply accountOf(Context request, String id) {
        if (!key(request).equals(app().clientSecret())) {
            return unauthorized(new BearerState.Unknown());
        }
        if (id.isEmpty()) {
            return Reply.json(
                    described(new Account("acct_1LocalPlatform000", "platform@shop.example", "The Platform")));
        }
        return accounts().stream()
                .filter(one -> one.id().equals(id) && connected.contains(id))
                .findFirst()
                .map(one -> Reply.json(described(one)))
                .orElseGet(() -> error(
                        403,
                        "invalid_request_error",
                        "account_invalid",
                        "The provided key does not have access to account '%s' (or that account does not exist). Application access may have been revoked."
                                .formatted(id)));
    }

    /** As bearer token, or as the user of Basic. */
    private static String key(Context request) {
        BasicAuthCredentials basic = request.basicAuthCredentials();
        return basic == null ? TokenRequest.bearer(request).orElse("") : basic.getUsername();
    }

    private static ObjectNode described(Account account) {
        ObjectNode body = Json.object()
                .put("id", account.id())
                .put("object", "account")
                .put("email", account.login())
                .put("country", "US")
                .put("default_currency", "usd")
                .put("charges_enabled", true)
                .put("details_submitted", true)
                .put("type", "standard");
        body.putObject("business_profile").put("name", account.name());
        return body;
    }

    private static Reply error(int status, String type, String code, String message) {
        ObjectNode error = Json.object().put("type", type).put("message", message);
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        return Reply.json(status, Json.object().set("error", error)).with("Request-Id", Secrets.random("req_", 14));
    }
}
