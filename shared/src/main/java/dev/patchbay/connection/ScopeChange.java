package dev.patchbay.connection;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.TokenSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The permissions that a refresh returned (RFC 6749, section 6: they may be fewer than before).
 *
 * @param scopes all that the connection has now
 * @param lost those of the catalogue that it had and has no more
 */
public record ScopeChange(Set<String> scopes, Set<String> lost) {

    /** Empty if the answer names no scopes: then they are those from before. */
    public static Optional<ScopeChange> of(Provider provider, Connection before, TokenSet tokens) {
        if (tokens.scopes().isEmpty()) {
            return Optional.empty();
        }
        Set<String> lost = new HashSet<>(before.scopes());
        lost.addAll(before.access().lostScopes());
        lost.retainAll(provider.oauth().consent().requestedScopes());
        lost.removeAll(tokens.scopes());
        return Optional.of(new ScopeChange(tokens.scopes(), Set.copyOf(lost)));
    }

    /** What scopes allow, in the words of the catalogue. */
    public static List<String> inWords(Provider provider, Set<String> scopes) {
        return provider.oauth().consent().scopes().stream()
                .filter(scope -> scopes.contains(scope.scope()))
                .map(Auth.Scope::message)
                .toList();
    }
}
