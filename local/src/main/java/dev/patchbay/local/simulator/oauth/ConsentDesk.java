package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.exchange.Reply;
import io.javalin.http.Context;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a person is asked, and sent back with the answer. */
public final class ConsentDesk {

    private final OAuthProviderSimulator provider;
    private final OAuthEngine engine;

    ConsentDesk(OAuthProviderSimulator provider) {
        this.provider = provider;
        this.engine = provider.engine();
    }

    /** Returns a page that shows the app's error to the person. */
    public static Reply shown(int status, AuthorizationRefusal refusal) {
        return Reply.html(
                status, ConsentPage.error("Error %d: %s".formatted(status, refusal.code()), refusal.sentence()));
    }

    /** A redirect to the app, with its state. */
    public static Reply back(AuthorizationRequest request, Map<String, String> parameters) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (!request.parameter("state").isEmpty()) {
            all.put("state", request.parameter("state"));
        }
        String redirect = request.redirectUri();
        return Reply.redirect(URI.create(redirect + (redirect.contains("?") ? "&" : "?") + Reply.encoded(all)));
    }

    Reply ask(Context context) {
        AuthorizationRequest request = provider.read(context);
        return engine.registration()
                .refusal(request)
                .map(refusal -> provider.noConsent(refusal, request))
                .or(() -> engine.allowsAtOnce().map(account -> allowed(request, account, request.scopes())))
                .orElseGet(() ->
                        Reply.html(200, ConsentPage.form(provider.name(), engine.open(request), request, engine)));
    }

    Reply decide(Context context) {
        Optional<AuthorizationRequest> open =
                engine.close(Optional.ofNullable(context.formParam("consent")).orElse(""));
        if (open.isEmpty()) {
            return Reply.html(
                    400,
                    ConsentPage.error("This page has been used", "Start again from the app that asks for access."));
        }
        AuthorizationRequest request = open.get();
        if (!"allow".equals(context.formParam("decision"))) {
            return back(request, provider.denial());
        }
        Optional<Account> account = engine.accounts().stream()
                .filter(one -> one.login().equals(context.formParam("account")))
                .findFirst();
        if (account.isEmpty()) {
            return Reply.html(400, ConsentPage.error("No such account", "Start again, and choose one of those shown."));
        }
        return allowed(request, account.get(), new LinkedHashSet<>(context.formParams("scope")));
    }

    private Reply allowed(AuthorizationRequest request, Account account, Set<String> ticked) {
        OAuthEngine.Approval approval = engine.approve(request, account, ticked, provider.codePrefix());
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", approval.code());
        parameters.putAll(provider.besideCode(approval.grant()));
        return back(request, parameters);
    }
}
