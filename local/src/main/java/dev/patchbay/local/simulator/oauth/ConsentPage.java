package dev.patchbay.local.simulator.oauth;

import java.util.Map;
import java.util.Set;

/**
 * The pages a person sees: well-formed XHTML, so that a scripted person reads them with an XML parser and not with a
 * guess. No script, nothing loaded from elsewhere.
 */
final class ConsentPage {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1c1e21;margin:0}
            main{max-width:30rem;margin:8vh auto;background:#fff;border:1px solid #d8dbe0;border-radius:12px;padding:2rem}
            h1{font-size:1.3rem;margin:0 0 .5rem} fieldset{border:0;padding:0;margin:1.2rem 0} legend{font-weight:600}
            label{display:block;padding:.35rem 0} small{color:#5b616b;display:block;overflow-wrap:anywhere}
            button{font:inherit;padding:.5rem 1.4rem;border-radius:8px;border:1px solid #1a56db;cursor:pointer;margin-right:.6rem}
            button[value=allow]{background:#1a56db;color:#fff} button[value=deny]{background:#fff;color:#1a56db}
            """;

    private ConsentPage() {}

    /** The form on which a person chooses an account, ticks scopes, and allows or denies. */
    static String form(String provider, String consentId, AuthorizationRequest request, OAuthEngine engine) {
        StringBuilder accounts = new StringBuilder();
        for (Account account : engine.accounts()) {
            accounts.append("""
                    <label><input type="radio" name="account" value="%s"%s /> %s <small>%s</small></label>
                    """.formatted(
                            escaped(account.login()),
                            accounts.isEmpty() ? " checked=\"checked\"" : "",
                            escaped(account.login()),
                            escaped(account.name())));
        }
        StringBuilder scopes = new StringBuilder();
        for (Set<String> list : java.util.List.of(request.scopes(), request.userScopes())) {
            for (String scope : list) {
                scopes.append(scopeLine(scope, engine.rules()));
            }
        }
        return page("Sign in to " + provider, """
                <p>Patchbay asks for access to your account. This page is a simulation: no real account is touched.</p>
                <form method="post">
                <input type="hidden" name="consent" value="%s" />
                <fieldset><legend>Choose an account</legend>%s</fieldset>
                <fieldset><legend>It will be able to</legend>%s</fieldset>
                <button type="submit" name="decision" value="allow">Allow</button>
                <button type="submit" name="decision" value="deny">Deny</button>
                </form>
                """.formatted(
                        escaped(consentId),
                        accounts,
                        scopes.isEmpty() ? "<p>Everything that you can do yourself.</p>" : scopes));
    }

    /** What a person sees instead when the app asked wrongly. */
    static String error(String title, String sentence) {
        return page(title, "<p>" + escaped(sentence) + "</p>");
    }

    private static String scopeLine(String scope, OAuthRules rules) {
        Map<String, String> known = rules.scopes().known();
        String message = escaped(known.getOrDefault(scope, scope));
        if (!rules.scopes().canUntick(scope)) {
            return "<label>%s <small>%s</small></label>\n".formatted(message, escaped(scope));
        }
        return """
                <label><input type="checkbox" name="scope" value="%s" checked="checked" /> %s <small>%s</small></label>
                """.formatted(escaped(scope), message, escaped(scope));
    }

    private static String page(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <title>%s</title><style>%s</style></head>
                <body><main><h1>%s</h1>
                %s
                </main></body></html>
                """.formatted(escaped(title), STYLE, escaped(title), content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
