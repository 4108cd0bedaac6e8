package dev.patchbay.provider;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/** What must hold in a catalogue file beyond the types of its fields. */
final class ProviderRules {
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
            rule.notAccepted().ifPresent(page -> {
                https(file, "errors.notAccepted", page);
                require(
                        rule.is() == ErrorRule.Meaning.TRANSIENT,
                        file,
                        "errors.notAccepted",
                        "is for rules that are transient");
            });
        }
        for (Quota quota : provider.quotas()) {
            require(quota.limit() > 0, file, "quotas.limit", "must be more than 0");
            require(quota.window().isPositive(), file, "quotas.window", "must be longer than nothing");
        }
        answered(file, "identity.valid", provider.identity().valid().keySet());
        switch (provider.auth()) {
            case Auth.OAuth2 oauth -> new OAuthRules(file, provider, oauth).check();
            case Auth.ApiKey key -> {
                ApiKeyRules.check(file, "auth", key);
                checkKeyIdentity(file, "identity", provider.identity());
                require(
                        provider.apiKey().isEmpty(),
                        file,
                        "apiKey",
                        "is for providers with OAuth; auth is a key already");
            }
        }
        provider.apiKey().ifPresent(key -> AlternativeKeyRules.check(file, provider, key));
    }

    /** What a key's identity call can know: its answer, and nothing that OAuth would have told before. */
    static void checkKeyIdentity(String file, String field, Identity identity) {
        require(identity.url().names().isEmpty(), file, field + ".url", "can hold no {names} where a key is tried");
        answered(file, field + ".id", identity.id().orElse(List.of()));
        answered(file, field + ".label", identity.label().orElse(List.of()));
        answered(file, field + ".valid", identity.valid().keySet());
    }

    private static void answered(String file, String field, Collection<JsonPointer> pointers) {
        for (JsonPointer pointer : pointers) {
            require(pointer.toString().startsWith("/answer/"), file, field, "must begin with /answer/");
        }
    }

    static void https(String file, String field, UrlTemplate url) {
        require(url.isHttps(), file, field, "must be an absolute https URL");
    }

    static void https(String file, String field, URI url) {
        require("https".equals(url.getScheme()) && url.getHost() != null, file, field, "must be an absolute https URL");
    }

    static void require(boolean holds, String file, String field, String allowed) {
        if (!holds) {
            throw new CatalogException(file, field, allowed);
        }
    }
}
