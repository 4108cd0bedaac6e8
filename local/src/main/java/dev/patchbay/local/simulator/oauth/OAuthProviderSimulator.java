package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A provider to which accounts are connected by OAuth: consent page, token endpoint and bearer check over one engine.
 * The defaults follow RFC 6749 and RFC 6750. Thread-safe.
 */
public abstract class OAuthProviderSimulator extends ProviderSimulator {

    private final OAuthEngine engine;
    private String consentPath = "/";

    protected OAuthProviderSimulator(
            String name, OAuthRules rules, OAuthAppCredentials app, List<Account> accounts, Clock clock) {
        super(name, clock);
        this.engine = new OAuthEngine(rules, app, accounts, clock);
    }

    /** The app registered here. */
    public final OAuthAppCredentials app() {
        return engine.registration().app();
    }

    /** Those that a person may choose from, the usual one first. */
    public final List<Account> accounts() {
        return engine.accounts();
    }

    /** Adds an account of another person. */
    public final void add(Account account) {
        engine.add(account);
    }

    /** Registers one more redirect address; callbacks on loopback addresses need none. */
    public final void registerRedirect(URI redirect) {
        engine.registration().addRedirect(redirect);
    }

    /** How many refresh tokens of this account would be honoured now. */
    public final int liveRefreshTokens(String login) {
        return engine.liveRefreshTokens(login);
    }

    /** Every access and refresh token that would be honoured now. */
    public final Set<String> liveTokens() {
        return engine.liveTokens();
    }

    /** Signs the next person in to this account and grants everything at once: for a browser without a user. */
    public final void allowNext(String login) {
        engine.allowNext(login);
    }

    /** Whether its consent page lets a person untick this scope. */
    public final boolean letsUntick(String scope) {
        return engine.rules().scopes().canUntick(scope);
    }

    /** Returns every code and token that it issued, expired ones included: only the app may know them. */
    public final Set<String> given() {
        return engine.given();
    }

    @Override
    public void reset() {
        super.reset();
        engine.reset();
    }

    @Override
    public ObjectNode memory() {
        return super.memory().set("oauth", engine.memory());
    }

    @Override
    public void restore(JsonNode memory) {
        engine.restore(memory.path("oauth"), this::kind);
    }

    @Override
    protected final void expireAccessTokens(String account) {
        engine.expireAccessTokens(account);
    }

    @Override
    protected final void endRefreshTokens(String account) {
        engine.endRefreshTokens(account);
    }

    @Override
    protected void revokeGrant(String account) {
        engine.revokeAccount(account);
    }

    @Override
    protected final void grantOnly(Set<String> scopes) {
        engine.grantOnly(scopes);
    }

    protected final OAuthEngine engine() {
        return engine;
    }

    /** Puts the consent page at the provider's authorization path. */
    protected final void addConsent(Routes routes, String path) {
        ConsentDesk desk = new ConsentDesk(this);
        routes.get(path, context -> refusedHere(context).orElseGet(() -> desk.ask(context)))
                .post(path, desk::decide);
        // The rest of the path after a {part}, which is at its beginning.
        consentPath = path.substring(path.lastIndexOf('}') + 1);
    }

    @Override
    protected final boolean isForBrowsers(String path) {
        return path.endsWith(consentPath);
    }

    /** Returns the answer to the person's browser if the app may not request consent at this address. */
    protected Optional<Reply> refusedHere(Context context) {
        return Optional.empty();
    }

    /** Reads the request; a provider with two names for a scope unifies them here. */
    protected AuthorizationRequest read(Context context) {
        return AuthorizationRequest.of(context, engine.rules().scopes().separator());
    }

    /** Returns the answer to the person's browser if the app's request is wrong. */
    protected Reply noConsent(AuthorizationRefusal refusal, AuthorizationRequest request) {
        return refusal.isShownToPerson()
                ? ConsentDesk.shown(400, refusal)
                : ConsentDesk.back(request, Map.of("error", refusal.code(), "error_description", refusal.sentence()));
    }

    /** How codes begin. */
    protected String codePrefix() {
        return "";
    }

    /** Returns the parameters of the redirect besides code and state. */
    protected Map<String, String> besideCode(Grant grant) {
        return Map.of();
    }

    /** Returns the parameters of the redirect if the person denies consent. */
    protected Map<String, String> denial() {
        return Map.of("error", "access_denied", "error_description", "The resource owner denied the request.");
    }

    /** The token endpoint. */
    protected final Reply token(Context context) {
        TokenRequest request =
                read(TokenRequest.of(context, engine.rules().clients().auth()));
        return switch (engine.token(request, this::kindOf)) {
            case TokenResult.Issued issued -> issued(issued.tokens(), context);
            case TokenResult.Refused refused -> refused(refused.why(), refused.detail(), context);
        };
    }

    /** Adapts a token request if this provider reads it differently. */
    protected TokenRequest read(TokenRequest request) {
        return request;
    }

    /** Returns the kind of token for which a code is exchanged. */
    protected abstract TokenKind kindOf(Grant grant);

    /** A grant's kind of token by its name; a provider with several kinds distinguishes them here. */
    protected TokenKind kind(Grant grant, String name) {
        return kindOf(grant);
    }

    protected Reply issued(TokenSet tokens, Context context) {
        return Reply.json(Rfc6749.issued(tokens));
    }

    protected Reply refused(TokenRefusal why, String detail, Context context) {
        return Rfc6749.refused(why, detail);
    }

    /** An endpoint behind a token that carries one of these scopes; none named: behind any token. */
    protected final Endpoint behind(Set<String> anyOf, BearerCall call) {
        return context -> switch (bearer(context)) {
            case BearerState.Live live ->
                anyOf.isEmpty() || live.token().allowsAny(anyOf)
                        ? call.answer(context, live.token())
                        : outOfScope(anyOf, live.token());
            case BearerState.Dead dead -> unauthorized(dead);
        };
    }

    /** Where a request shows its token. */
    protected Optional<String> shownToken(Context context) {
        return TokenRequest.bearer(context);
    }

    /** Returns the API's answer to an invalid token. */
    protected abstract Reply unauthorized(BearerState.Dead why);

    /** Returns the API's answer to a token without any of the required scopes. */
    protected abstract Reply outOfScope(Set<String> anyOf, AccessToken token);

    private BearerState bearer(Context context) {
        return shownToken(context)
                .filter(token -> !token.isEmpty())
                .map(engine::bearer)
                .orElseGet(BearerState.Missing::new);
    }
}
