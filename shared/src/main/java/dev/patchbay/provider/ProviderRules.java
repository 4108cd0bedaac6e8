package dev.patchbay.provider;

import java.net.URI;
import java.util.Set;

/** What must hold in a catalogue file beyond the types of its fields. */
final class ProviderRules {
    /** What the authorization request says already: a catalogue file must not say it again, differently. */
    private static final Set<String> OWN_PARAMETERS = Set.of(
            "client_id", "code_challenge", "code_challenge_method", "redirect_uri", "response_type", "scope", "state");

    private ProviderRules() {}

    static void check(String file, Provider provider) {
        require(file.equals(provider.name() + ".yaml"), file, "name", "must be the file's name, without .yaml");
        require(!provider.title().isBlank(), file, "title", "must say the product's name");
        https(file, "baseUrl", provider.baseUrl());
        https(file, "identity.url", provider.identity().url());
        for (String action : provider.actions()) {
            require(
                    action.matches("[a-z0-9-]+\\.[a-z0-9-]+"),
                    file,
                    "actions",
                    "\"" + action + "\" must be a name such as gmail.send-email");
        }
        for (ErrorRule rule : provider.errors()) {
            require(!rule.status().isEmpty(), file, "errors.status", "must name at least one HTTP status");
            for (int status : rule.status()) {
                require(status >= 200 && status <= 599, file, "errors.status", status + " is no HTTP status");
            }
        }
        for (Quota quota : provider.quotas()) {
            require(quota.limit() > 0, file, "quotas.limit", "must be more than 0");
            require(quota.window().isPositive(), file, "quotas.window", "must be longer than nothing");
        }
        switch (provider.auth()) {
            case Auth.OAuth2 oauth -> checkOAuth(file, provider, oauth);
            case Auth.ApiKey key -> ApiKeyRules.check(file, "auth", key);
        }
    }

    private static void checkOAuth(String file, Provider provider, Auth.OAuth2 oauth) {
        https(file, "auth.authorizationUrl", oauth.authorizationUrl());
        https(file, "auth.tokenUrl", oauth.tokenUrl());
        oauth.revocation().url().ifPresent(url -> https(file, "auth.revocation.url", url));
        require(
                oauth.revocation().url().isPresent()
                        != oauth.revocation().impossible().isPresent(),
                file,
                "auth.revocation",
                "must have either a url or, in impossible, the reason why there is none");
        require(
                provider.identity().id().isPresent(),
                file,
                "identity.id",
                "must point to the account's id, or a reconnect could not tell another account");
        require(
                provider.identity().label().isPresent(),
                file,
                "identity.label",
                "must point to what a person recognises; only a key is shown by its last characters");
        require(
                oauth.accessTokenLifetime()
                        .filter(lifetime -> !lifetime.isPositive())
                        .isEmpty(),
                file,
                "auth.accessTokenLifetime",
                "must be longer than nothing; leave it out where tokens live until they are revoked");
        for (String parameter : oauth.authorizationParameters().keySet()) {
            require(
                    !OWN_PARAMETERS.contains(parameter),
                    file,
                    "auth.authorizationParameters",
                    parameter + " is set by Patchbay itself");
        }
        for (Auth.Scope scope : oauth.scopes()) {
            require(scope.says().endsWith("."), file, "auth.scopes", scope.scope() + " must say a sentence");
        }
    }

    private static void https(String file, String field, URI url) {
        require("https".equals(url.getScheme()) && url.getHost() != null, file, field, "must be an absolute https URL");
    }

    private static void require(boolean holds, String file, String field, String allowed) {
        if (!holds) {
            throw new CatalogException(file, field, allowed);
        }
    }
}
