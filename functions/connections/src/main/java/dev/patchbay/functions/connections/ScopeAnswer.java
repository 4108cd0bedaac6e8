package dev.patchbay.functions.connections;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import java.util.List;

/** A permission that a connect asks for, in words. */
record ScopeAnswer(String scope, String message, boolean required) {

    /** Empty for a provider that is connected by API key: a key opens all that its account may. */
    static List<ScopeAnswer> of(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth ->
                oauth.consent().scopes().stream()
                        .map(scope -> new ScopeAnswer(scope.scope(), scope.message(), scope.required()))
                        .toList();
            case Auth.ApiKey key -> List.of();
        };
    }
}
