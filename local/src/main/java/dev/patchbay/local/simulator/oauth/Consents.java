package dev.patchbay.local.simulator.oauth;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Consent pages that wait for their person, and the codes that came of them. Not thread-safe: the engine locks. */
final class Consents {

    private final OAuthRules rules;
    private final Map<String, AuthorizationRequest> open = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();

    @Nullable private Set<String> grantOnly;

    @Nullable private String allowsNext;

    Consents(OAuthRules rules) {
        this.rules = rules;
    }

    /** An authorization code: what it stands for, and what binds it. */
    static final class Code {
        final Grant grant;
        final Instant expiresAt;
        boolean used;

        Code(Grant grant, Instant expiresAt) {
            this.grant = grant;
            this.expiresAt = expiresAt;
        }
    }

    String open(AuthorizationRequest request) {
        String id = Secrets.random("", 32);
        open.put(id, request);
        return id;
    }

    Optional<AuthorizationRequest> close(String id) {
        return Optional.ofNullable(open.remove(id));
    }

    /** The scopes that are granted when these were ticked. */
    Set<String> granted(Set<String> asked, Set<String> ticked) {
        Set<String> granted = new LinkedHashSet<>(asked);
        granted.removeIf(scope -> !ticked.contains(scope) && rules.scopes().canUntick(scope));
        if (grantOnly != null) {
            granted.retainAll(grantOnly);
        }
        return granted;
    }

    void grantOnly(Set<String> scopes) {
        grantOnly = scopes;
    }

    void grantAll() {
        grantOnly = null;
    }

    void allowNext(String login) {
        allowsNext = login;
    }

    Optional<String> allowsAtOnce() {
        Optional<String> login = Optional.ofNullable(allowsNext);
        allowsNext = null;
        return login;
    }

    String code(String prefix, Grant grant, Instant now) {
        String value = Secrets.random(prefix, 40);
        codes.put(value, new Code(grant, now.plus(rules.tokens().code())));
        return value;
    }

    Optional<Code> find(String code) {
        return Optional.ofNullable(codes.get(code));
    }

    Set<String> codes() {
        return codes.keySet();
    }

    void clear() {
        open.clear();
        codes.clear();
        grantOnly = null;
        allowsNext = null;
    }
}
