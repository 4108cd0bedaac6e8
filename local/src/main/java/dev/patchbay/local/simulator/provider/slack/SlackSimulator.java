package dev.patchbay.local.simulator.provider.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Endpoint;
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
import dev.patchbay.local.simulator.oauth.TokenKind;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import dev.patchbay.local.simulator.oauth.TokenSet;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Slack: comma scopes, bot and user tokens, errors in a 200. Tokens neither expire nor are refreshed, unless it is made
 * with token rotation. The accounts of its consent page are people of two workspaces: {@code john@acme.example},
 * {@code jane@acme.example} and {@code omar@acme.example} of "Acme", {@code gina@globex.example} of "Globex".
 */
public final class SlackSimulator extends OAuthProviderSimulator {

    static final String APP = "A0PATCHBAY";

    private static final Duration ROTATED_AFTER = Duration.ofHours(12);

    private final SlackMethods methods;
    private final SlackDirectory directory;
    private final TokenKind bot;
    private final TokenKind user;
    private final boolean rotation;

    /**
     * Starts without connected accounts.
     *
     * @param rotation whether the app has opted in to token rotation, which it cannot undo
     */
    public SlackSimulator(OAuthAppCredentials app, Clock clock, boolean rotation) {
        super("slack", rules(rotation), app, people(), clock);
        this.rotation = rotation;
        this.bot = new TokenKind("bot", rotation ? "xoxe.xoxb-1-" : "xoxb-", "xoxe-1-", Grant::scopes);
        this.user = new TokenKind("user", rotation ? "xoxe.xoxp-1-" : "xoxp-", "xoxe-1-", Grant::userScopes);
        this.methods = new SlackMethods(
                clock, (token, message) -> did("message", token.account().login(), Json.MAPPER.valueToTree(message)));
        this.directory = new SlackDirectory(token -> methods.of(token.account()));
    }

    private static OAuthRules rules(boolean rotation) {
        OAuthRules.Builder rules = OAuthRules.usual()
                .scopeSeparator(",")
                .scopes(SlackScopes.KNOWN)
                .pkce(OAuthRules.Pkce.IGNORED)
                .accessNeverExpires()
                .refresh(new RefreshPolicy.None());
        return rotation
                ? rules.accessLives(ROTATED_AFTER)
                        .refresh(new RefreshPolicy.SingleUse(Optional.empty(), false))
                        .build()
                : rules.build();
    }

    private static List<Account> people() {
        return Stream.of(SlackWorkspace.acme(), SlackWorkspace.globex())
                .flatMap(workspace -> workspace.people().stream())
                .map(person -> new Account(person.id(), person.email(), person.realName()))
                .toList();
    }

    /** Every message that was posted, oldest first. */
    public List<SlackMessage> messages() {
        return methods.messages();
    }

    @Override
    public void reset() {
        super.reset();
        methods.clear();
    }

    @Override
    protected void addTo(Routes routes) {
        addConsent(routes, "/oauth/v2/authorize");
        routes.getOrPost("/api/oauth.v2.access", this::token)
                .getOrPost("/api/auth.test", method(Set.of(), this::authTest))
                .getOrPost("/api/auth.revoke", method(Set.of(), this::authRevoke))
                .getOrPost("/api/apps.uninstall", method(Set.of(), this::uninstall))
                .getOrPost("/api/chat.postMessage", method(Set.of("chat:write"), methods::postMessage))
                .getOrPost(
                        "/api/conversations.list",
                        method(
                                Set.of("channels:read", "groups:read", "im:read", "mpim:read"),
                                directory::conversationsList))
                .getOrPost(
                        "/api/conversations.open", method(Set.of("im:write", "mpim:write"), methods::conversationsOpen))
                .getOrPost("/api/users.lookupByEmail", method(Set.of("users:read.email"), directory::lookupByEmail))
                .getOrPost("/api/users.list", method(Set.of("users:read"), directory::usersList))
                .getOrPost("/api/team.info", method(Set.of("team:read"), directory::teamInfo));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = Reply.json(429, SlackMethods.error("ratelimited"));
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected Reply unknownPath(String method, String path) {
        return path.startsWith("/api/")
                ? Reply.json(SlackMethods.error("unknown_method").put("req_method", path.substring(5)))
                : super.unknownPath(method, path);
    }

    @Override
    protected Reply noConsent(AuthorizationRefusal refusal, AuthorizationRequest request) {
        return ConsentDesk.shown(refusal.isShownToPerson() ? 400 : 200, refusal);
    }

    @Override
    protected String codePrefix() {
        return "7314.";
    }

    @Override
    protected Map<String, String> denial() {
        return Map.of("error", "access_denied");
    }

    /** Slack takes a code without grant_type. */
    @Override
    protected TokenRequest read(TokenRequest request) {
        return request.parameter("grant_type").isEmpty() ? request.with("grant_type", "authorization_code") : request;
    }

    @Override
    protected TokenKind kindOf(Grant grant) {
        return grant.scopes().isEmpty() ? user : bot;
    }

    @Override
    protected TokenKind kind(Grant grant, String name) {
        return name.equals(user.name()) ? user : bot;
    }

    @Override
    protected Reply issued(TokenSet tokens, Context context) {
        SlackWorkspace workspace = methods.of(tokens.grant().account());
        boolean both = tokens.access().kind().equals("bot")
                && !tokens.refreshed()
                && !tokens.grant().userScopes().isEmpty();
        return Reply.json(SlackTokens.issued(
                tokens, both ? Optional.of(engine().alsoIssue(tokens.grant(), user)) : Optional.empty(), workspace));
    }

    @Override
    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return Reply.json(SlackMethods.error(SlackTokens.code(why)));
    }

    @Override
    protected Reply unauthorized(BearerState.Dead why) {
        return Reply.json(SlackMethods.error(
                switch (why) {
                    case BearerState.Missing missing -> "not_authed";
                    case BearerState.Unknown unknown -> "invalid_auth";
                    case BearerState.Expired expired -> "token_expired";
                    case BearerState.Revoked revoked -> revoked.byAccount() ? "account_inactive" : "token_revoked";
                }));
    }

    @Override
    protected Reply outOfScope(Set<String> anyOf, AccessToken token) {
        return Reply.json(SlackMethods.error("missing_scope")
                .put("needed", String.join(",", anyOf))
                .put("provided", String.join(",", token.scopes())));
    }

    /** A token in a JSON body does not count. */
    @Override
    protected Optional<String> shownToken(Context context) {
        return TokenRequest.bearer(context)
                .or(() -> Optional.ofNullable(
                        Json.isJson(context) ? context.queryParam("token") : Json.parameter(context, "token")));
    }

    private Endpoint method(Set<String> anyOf, BiFunction<Context, AccessToken, ObjectNode> call) {
        return behind(anyOf, (context, token) -> {
            ObjectNode answer = call.apply(context, token);
            String type = Optional.ofNullable(context.contentType()).orElse("");
            if (type.contains("json") && !type.contains("charset")) {
                answer.put("warning", "missing_charset");
            }
            return Reply.json(answer).with("X-OAuth-Scopes", String.join(",", token.scopes()));
        });
    }

    private ObjectNode authTest(Context context, AccessToken token) {
        SlackWorkspace workspace = methods.of(token.account());
        boolean isBot = token.kind().equals("bot");
        ObjectNode answer = SlackMethods.ok()
                .put("url", "https://" + workspace.name().toLowerCase(Locale.ROOT) + ".slack.com/")
                .put("team", workspace.name())
                .put("user", isBot ? "patchbay" : token.account().name())
                .put("team_id", workspace.id())
                .put("user_id", isBot ? workspace.botUser() : token.account().id());
        if (isBot) {
            answer.put("bot_id", workspace.bot());
        }
        return answer.put("is_enterprise_install", false);
    }

    private ObjectNode authRevoke(Context context, AccessToken token) {
        boolean rehearsal = Arrays.asList("1", "true").contains(Json.parameter(context, "test"));
        return SlackMethods.ok().put("revoked", !rehearsal && revoke(token));
    }

    private ObjectNode uninstall(Context context, AccessToken token) {
        TokenRequest request =
                TokenRequest.of(context, engine().rules().clients().auth());
        Optional<TokenRefusal> stranger = engine().registration().strangeness(request);
        if (stranger.isPresent()) {
            return SlackMethods.error(SlackTokens.code(stranger.get()));
        }
        uninstallFrom(methods.of(token.account()));
        return SlackMethods.ok();
    }

    /** A workspace has one bot token per app, and without rotation each person has one: ending one ends all. */
    private boolean revoke(AccessToken token) {
        if (token.kind().equals("user")) {
            return rotation
                    ? engine().revokeAccess(token.value())
                    : engine().revokeAccess(other -> other.kind().equals("user")
                            && other.account().login().equals(token.account().login()));
        }
        SlackWorkspace workspace = methods.of(token.account());
        return engine().revokeAccess(other -> other.kind().equals("bot") && workspace.has(other.account()));
    }

    private void uninstallFrom(SlackWorkspace workspace) {
        workspace.people().forEach(person -> engine().revokeAccount(person.email()));
    }
}
