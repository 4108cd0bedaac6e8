package dev.patchbay.local.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How an app connects to each simulated OAuth provider: where, for what, and how it shows itself. */
enum Provider {
    GOOGLE("google", "/o/oauth2/v2/auth", "/token", "openid https://www.googleapis.com/auth/gmail.send"),
    MICROSOFT(
            "microsoft",
            "/common/oauth2/v2.0/authorize",
            "/common/oauth2/v2.0/token",
            "openid profile offline_access User.Read Mail.Send"),
    LINKEDIN("linkedin", "/oauth/v2/authorization", "/oauth/v2/accessToken", "openid profile email"),
    SLACK("slack", "/oauth/v2/authorize", "/api/oauth.v2.access", "chat:write,channels:read"),
    MAILCHIMP("mailchimp", "/oauth2/authorize", "/oauth2/token", ""),
    STRIPE("stripe", "/oauth/authorize", "/oauth/token", "read_write"),
    QUICKBOOKS(
            "quickbooks",
            "/connect/oauth2",
            "/oauth2/v1/tokens/bearer",
            "com.intuit.quickbooks.accounting openid email"),
    FRESHBOOKS("freshbooks", "/oauth/authorize", "/auth/oauth/token", "user:profile:read user:clients:read"),
    SALESFORCE("salesforce", "/services/oauth2/authorize", "/services/oauth2/token", "api refresh_token"),
    HUBSPOT("hubspot", "/oauth/authorize", "/oauth/2026-03/token", "oauth crm.objects.contacts.read"),
    GITHUB("github", "/login/oauth/authorize", "/login/oauth/access_token", "read:user user:email");

    private static final Set<Provider> BASIC = Set.of(QUICKBOOKS);
    private static final Set<Provider> SECRET_ALONE = Set.of(STRIPE);

    final String prefix;
    private final String authorize;
    private final String token;
    final String scopes;

    Provider(String prefix, String authorize, String token, String scopes) {
        this.prefix = prefix;
        this.authorize = authorize;
        this.token = token;
        this.scopes = scopes;
    }

    URI authorization(Simulators simulators) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", credentials(simulators).clientId());
        parameters.put("redirect_uri", App.REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", scopes);
        parameters.put("state", "s1");
        parameters.put("access_type", "offline");
        parameters.put("prompt", "consent");
        parameters.put("code_challenge", App.challenge(App.VERIFIER));
        parameters.put("code_challenge_method", "S256");
        return App.authorization(simulators.baseUrl(prefix) + authorize, parameters);
    }

    String code(Simulators simulators, String account) {
        return App.query(new Person().allow(authorization(simulators), account)).getOrDefault("code", "");
    }

    App.Answer exchange(Simulators simulators, App app, String code) throws Exception {
        return token(
                simulators,
                app,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        App.REDIRECT,
                        "code_verifier",
                        App.VERIFIER));
    }

    App.Answer refresh(Simulators simulators, App app, String refreshToken) throws Exception {
        return token(
                simulators,
                app,
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken, "redirect_uri", App.REDIRECT));
    }

    JsonNode connect(Simulators simulators, App app, String account) throws Exception {
        return exchange(simulators, app, code(simulators, account)).json();
    }

    App.Answer token(Simulators simulators, App app, Map<String, String> form) throws Exception {
        OAuthAppCredentials credentials = credentials(simulators);
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "application/json"));
        Map<String, String> fields = new LinkedHashMap<>(form);
        if (BASIC.contains(this)) {
            headers.put("Authorization", basic(credentials.clientId(), credentials.clientSecret()));
        } else if (SECRET_ALONE.contains(this)) {
            headers.put("Authorization", "Bearer " + credentials.clientSecret());
        } else {
            fields.put("client_id", credentials.clientId());
            fields.put("client_secret", credentials.clientSecret());
        }
        return app.postForm(simulators.baseUrl(prefix) + token, headers, fields);
    }

    OAuthAppCredentials credentials(Simulators simulators) {
        return simulators.oauthApps().getOrDefault(prefix, new OAuthAppCredentials("", ""));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
