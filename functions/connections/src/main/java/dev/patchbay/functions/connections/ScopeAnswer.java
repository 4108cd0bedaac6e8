package dev.patchbay.functions.connections;

import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import java.util.List;

/** A permission that a connect asks for, in words. */
record ScopeAnswer(String scope, String says, boolean required) {

    /** Empty for a provider that is connected by API key: a key opens all that its account may. */
    static List<ScopeAnswer> of(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth ->
                oauth.scopes().stream()
                        .map(scope -> new ScopeAnswer(scope.scope(), scope.says(), scope.required()))
                        .toList();
            case Auth.ApiKey key -> List.of();
        };
    }
}
