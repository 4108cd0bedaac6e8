package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.exchange.TakesKeys;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.local.simulator.oauth.BearerState;
import dev.patchbay.local.simulator.oauth.Grant;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthRules;
import dev.patchbay.local.simulator.oauth.OAuthRules.ClientAuth;
import dev.patchbay.local.simulator.oauth.RefreshPolicy;
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import dev.patchbay.local.simulator.oauth.TokenSet;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mailchimp: no scopes, tokens that never expire ({@code expires_in} is 0), no refresh tokens, and a datacenter that only
 * the metadata call returns. Takes API keys too; {@value #KEY} works. Accounts: {@code john@acme.example} ("Acme"),
 * {@code jane@globex.example} ("Globex").
 */
public final class MailchimpSimulator extends OAuthProviderSimulator implements TakesKeys {

    /** A legacy API key that works from the start; its datacenter follows the dash. */
    public static final String KEY = "0123456789abcdef0123456789abcdef-us6";

    private static final String DATACENTER = "us6";
    private static final TokenKind TOKEN = new TokenKind("", "");

    private static final String KEY_OF_ANOTHER = "fedcba9876543210fedcba9876543210-us6";

    /** The account of each. */
    private final Map<String, Account> keys = new ConcurrentHashMap<>();

    public MailchimpSimulator(OAuthAppCredentials app, Clock clock) {
        super("mailchimp", rules(), app, seededAccounts(), clock);
        keys.putAll(seededKeys());
    }

    private Map<String, Account> seededKeys() {
        return Map.of(KEY, accounts().getFirst(), KEY_OF_ANOTHER, accounts().getLast());
    }

    private static OAuthRules rules() {
        return OAuthRules.usual()
                .pkce(OAuthRules.Pkce.IGNORED)
                .clientAuth(ClientAuth.BODY)
                .accessNeverExpires()
                .refresh(new RefreshPolicy.None())
                .build();
    }

    private static List<Account> seededAccounts() {
        return List.of(
                new Account("8d3a3db4d97663a9074efcc16", "john@acme.example", "John Miller"),
                new Account("1f4b5ce6e08774b0185fadd27", "jane@globex.example", "Jane Doe"));
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public String keyOfAnother() {
        return KEY_OF_ANOTHER;
    }

    @Override
    public void reset() {
        super.reset();
        keys.clear();
        keys.putAll(seededKeys());
    }

    @Override
    public ObjectNode memory() {
        ObjectNode memory = super.memory();
        ObjectNode accepted = memory.putObject("keys");
        new TreeMap<>(keys).forEach((key, account) -> accepted.put(key, account.id()));
        return memory;
    }

    @Override
    public void restore(JsonNode memory) {
        super.restore(memory);
        keys.clear();
        memory.path("keys")
                .properties()
                .forEach(key -> accounts().stream()
                        .filter(account -> account.id().equals(key.getValue().asText()))
                        .forEach(account -> keys.put(key.getKey(), account)));
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth2/authorize");
        routes.post("/oauth2/token", this::token)
                .get("/oauth2/metadata", behind(Set.of(), this::metadata))
                .get(
                        "/3.0/ping",
                        api((request, account) ->
                                Reply.json(Json.object().put("health_status", "Everything's Chimpy!"))))
                .get("/3.0", api(MailchimpSimulator::account))
                .get("/3.0/", api(MailchimpSimulator::account));
    }

    /** Without a Retry-After, ever. */
    @Override
    protected Reply rateLimited(String retryAfter) {
        return problem(429, "Too Many Requests", "You have exceeded the limit of 10 simultaneous connections.");
    }

    /** An API key too: its account is the key. */
    @Override
    protected void revokeGrant(String account) {
        super.revokeGrant(account);
        keys.keySet().removeIf(key -> account.isEmpty() || key.equals(account));
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return TOKEN;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        return Reply.json(Json.object()
                .put("access_token", tokens.access().value())
                .put("expires_in", 0)
                .putNull("scope"));
    }

    /** The vendor's own scheme is OAuth; Bearer works as well. */
    @Override
    protected Optional<String> shownToken(Context context) {
        return TokenRequest.bearer(context)
                .or(() -> Optional.ofNullable(context.header("Authorization"))
                        .filter(header -> header.startsWith("OAuth "))
                        .map(header -> header.substring(6)));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return problem(
                401,
                "API Key Invalid",
                "Your API key may be invalid, or you've attempted to access the wrong datacenter.");
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return problem(403, "Forbidden", "You don't have permission to access the requested resource.");
    }

    /** The API's answer for an account. */
    @FunctionalInterface
    private interface Call {
        Reply answer(Context request, Account account);
    }

    private Endpoint api(Call call) {
        Endpoint byToken = behind(Set.of(), (request, token) -> call.answer(request, token.account()));
        return request -> {
            BasicAuthCredentials basic = request.basicAuthCredentials();
            String key = basic == null ? TokenRequest.bearer(request).orElse("") : basic.getPassword();
            Account account = keys.get(key);
            return account == null ? byToken.answer(request) : call.answer(request, account);
        };
    }

    private Reply metadata(Context request, AccessToken token) {
        Account account = token.account();
        ObjectNode body = Json.object()
                .put("dc", DATACENTER)
                .put("role", "owner")
                .put("accountname", company(account))
                .put("user_id", account.id());
        body.putObject("login")
                .put("email", account.login())
                .put("login_id", account.id())
                .put("login_name", account.login())
                .put("login_email", account.login());
        return Reply.json(body.put("login_url", "https://login.mailchimp.com")
                .put("api_endpoint", "https://" + DATACENTER + ".api.mailchimp.com"));
    }

    private static Reply account(Context request, Account account) {
        return Reply.json(Json.object()
                .put("account_id", account.id())
                .put("login_id", account.id())
                .put("account_name", company(account))
                .put("email", account.login())
                .put("first_name", account.givenName())
                .put("last_name", account.familyName())
                .put("role", "owner"));
    }

    private static String company(Account account) {
        return account.login().endsWith("@acme.example") ? "Acme" : "Globex";
    }

    private static Reply problem(int status, String title, String detail) {
        String body = Json.object()
                .put("type", "https://mailchimp.com/developer/marketing/docs/errors/")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", UUID.randomUUID().toString())
                .toString();
        return Reply.of(status, "application/problem+json; charset=utf-8", body);
    }
}
