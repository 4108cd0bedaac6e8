package dev.patchbay.functions.oauth;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.TokenSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The permissions that a person granted, which must be those without which a connection is of no use. */
final class GrantedScopes {
    private GrantedScopes() {}

    /** What was granted; a response without scopes means what was asked (RFC 6749, section 5.1). */
    static Set<String> of(Provider provider, TokenSet tokens) throws ConnectFailure {
        Auth.OAuth2 oauth = provider.oauth();
        Set<String> granted = tokens.scopes().isEmpty() ? oauth.consent().requestedScopes() : tokens.scopes();
        String missing = oauth.consent().scopes().stream()
                .filter(scope -> scope.required() && !granted.contains(scope.scope()))
                .map(Auth.Scope::message)
                .collect(Collectors.joining(" "));
        if (!missing.isEmpty()) {
            throw new ConnectFailure(
                    "missing_scopes",
                    provider.title() + " was not allowed all that is needed: " + missing
                            + " Connect again and allow it.");
        }
        return granted;
    }
}
