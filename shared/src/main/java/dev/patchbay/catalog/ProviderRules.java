package dev.patchbay.catalog;

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
        https(file, "baseUrl", provider.api().baseUrl());
        https(file, "identity.url", provider.identity().request().url());
        for (String action : provider.listing().actions()) {
            require(
                    action.matches("[a-z0-9-]+\\.[a-z0-9-]+"),
                    file,
                    "actions",
                    "\"" + action + "\" must be a name such as gmail.send-email");
        }
        provider.api().errors().forEach(rule -> ErrorRuleRules.check(file, rule));
        for (Quota quota : provider.api().quotas()) {
            require(quota.limit() > 0, file, "quotas.limit", "must be more than 0");
            require(quota.window().isPositive(), file, "quotas.window", "must be longer than nothing");
        }
        answered(file, "identity.valid", provider.identity().valid().keySet());
        switch (provider.auth()) {
            case Auth.OAuth2 oauth -> {
                new OAuthRules(file, provider, oauth).check();
                require(
                        provider.identity().accepts().isEmpty(),
                        file,
                        "identity.accepts",
                        "is only for keys whose account the provider does not return");
            }
            case Auth.ApiKey key -> {
                ApiKeyRules.check(file, "auth", key);
                checkKeyIdentity(file, "identity", provider.identity());
                require(
                        provider.access().apiKey().isEmpty(),
                        file,
                        "apiKey",
                        "is for providers with OAuth; auth is a key already");
            }
        }
        provider.access().apiKey().ifPresent(key -> AlternativeKeyRules.check(file, provider, key));
    }

    /** Checks that a key's identity call refers only to its answer: no OAuth answers precede it. */
    static void checkKeyIdentity(String file, String field, Identity identity) {
        require(
                identity.request().url().names().isEmpty(),
                file,
                field + ".url",
                "can hold no {names} where a key is tried");
        answered(file, field + ".id", identity.id().orElse(List.of()));
        answered(file, field + ".label", identity.label().orElse(List.of()));
        answered(file, field + ".valid", identity.valid().keySet());
        checkAccepted(file, field + ".accepts", identity);
    }

    /** Checks that failures are accepted only for keys without an account: a failed answer names no account. */
    private static void checkAccepted(String file, String field, Identity identity) {
        for (Identity.Accepted one : identity.accepts().orElse(List.of())) {
            require(
                    identity.id().isEmpty() && identity.valid().isEmpty(),
                    file,
                    field,
                    "is only for keys whose account the provider does not return");
            require(
                    !one.status().isEmpty() && one.status().stream().allMatch(status -> status >= 400 && status <= 499),
                    file,
                    field + ".status",
                    "must name statuses from 400 to 499");
            require(!one.texts().isEmpty(), file, field + ".texts", "must name a text that a bad key's answer lacks");
            one.texts().values().forEach(text -> ErrorRuleRules.pattern(file, field + ".texts", text));
        }
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
