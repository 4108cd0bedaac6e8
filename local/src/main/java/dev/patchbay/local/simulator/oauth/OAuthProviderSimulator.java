package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A provider to which accounts are connected by OAuth: the consent page, and the engine behind it. Thread-safe. */
public abstract class OAuthProviderSimulator extends ProviderSimulator {

    private final OAuthEngine engine;

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

    /** Registers one more redirect address; callbacks on loopback addresses need none. */
    public final void registerRedirect(URI redirect) {
        engine.registration().addRedirect(redirect);
    }

    /** The next consent gives only these scopes, whatever was ticked: as when an administrator allows no more. */
    public final void grantOnly(Set<String> scopes) {
        engine.grantOnly(scopes);
    }

    /** How many refresh tokens of this account would be honoured now. */
    public final int liveRefreshTokens(String login) {
        return engine.liveRefreshTokens(login);
    }

    @Override
    public void reset() {
        super.reset();
        engine.reset();
    }

    @Override
    protected void expireAccessTokens(String account) {
        engine.expireAccessTokens(account);
    }

    @Override
    protected void endRefreshTokens(String account) {
        engine.endRefreshTokens(account);
    }

    @Override
    protected void revokeGrant(String account) {
        engine.revokeAccount(account);
    }

    protected final OAuthEngine engine() {
        return engine;
    }

    /** Puts the consent page at the provider's authorization path. */
    protected final void addConsent(Routes routes, String path) {
        routes.get(path, this::ask).post(path, this::decide);
    }

    /** What the person's browser gets when the app asked wrongly: as RFC 6749 says, unless the provider differs. */
    protected Reply refused(AuthorizationRefusal refusal, AuthorizationRequest request) {
        return refusal.isShownToPerson()
                ? shown(400, refusal)
                : back(request, Map.of("error", refusal.code(), "error_description", refusal.sentence()));
    }

    /** How codes begin. */
    protected String codePrefix() {
        return "";
    }

    /** What stands in the redirect beside code and state. */
    protected Map<String, String> besideCode(Grant grant) {
        return Map.of();
    }

    /** What stands in the redirect when the person says no. */
    protected Map<String, String> denial() {
        return Map.of("error", "access_denied");
    }

    /** Reads what was asked for; a provider that knows a scope by two names settles it here. */
    protected AuthorizationRequest read(Context context) {
        return AuthorizationRequest.of(context, engine.rules().scopeSeparator());
    }

    protected static Reply shown(int status, AuthorizationRefusal refusal) {
        return Reply.html(
                status, ConsentPage.error("Error %d: %s".formatted(status, refusal.code()), refusal.sentence()));
    }

    private Reply ask(Context context) {
        AuthorizationRequest request = read(context);
        Optional<AuthorizationRefusal> refusal = engine.registration().refusal(request);
        if (refusal.isPresent()) {
            return refused(refusal.get(), request);
        }
        return Reply.html(200, ConsentPage.form(name(), engine.open(request), request, engine));
    }

    private Reply decide(Context context) {
        Optional<AuthorizationRequest> open =
                engine.close(Optional.ofNullable(context.formParam("consent")).orElse(""));
        if (open.isEmpty()) {
            return Reply.html(
                    400,
                    ConsentPage.error("This page has been used", "Start again from the app that asks for access."));
        }
        AuthorizationRequest request = open.get();
        if (!"allow".equals(context.formParam("decision"))) {
            return back(request, denial());
        }
        Optional<Account> account = accounts().stream()
                .filter(one -> one.login().equals(context.formParam("account")))
                .findFirst();
        if (account.isEmpty()) {
            return Reply.html(400, ConsentPage.error("No such account", "Start again, and choose one of those shown."));
        }
        OAuthEngine.Approval approval =
                engine.approve(request, account.get(), new LinkedHashSet<>(context.formParams("scope")), codePrefix());
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", approval.code());
        parameters.putAll(besideCode(approval.grant()));
        return back(request, parameters);
    }

    private static Reply back(AuthorizationRequest request, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (!request.parameter("state").isEmpty()) {
            all.put("state", request.parameter("state"));
        }
        String redirect = request.redirectUri();
        return Reply.redirect(URI.create(redirect + (redirect.contains("?") ? "&" : "?") + Reply.encoded(all)));
    }
}
