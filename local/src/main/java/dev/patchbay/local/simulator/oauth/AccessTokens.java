package dev.patchbay.local.simulator.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The access tokens of one provider, dead ones included. Not thread-safe: the engine locks. */
final class AccessTokens {

    private final Map<String, AccessToken> byValue = new HashMap<>();
    private final Map<String, BearerState> ended = new HashMap<>();

    AccessToken issue(Grant grant, TokenKind kind, Set<String> scopes, Instant now, Optional<Duration> life) {
        AccessToken token = new AccessToken(
                Secrets.random(kind.accessPrefix(), 64),
                grant,
                kind.name(),
                new java.util.LinkedHashSet<>(scopes),
                now,
                life.map(now::plus));
        byValue.put(token.value(), token);
        return token;
    }

    BearerState state(String value, Instant now) {
        AccessToken token = byValue.get(value);
        if (token == null) {
            return new BearerState.Unknown();
        }
        BearerState end = ended.get(value);
        if (end != null) {
            return end;
        }
        return token.expiresAt().filter(at -> !now.isBefore(at)).isPresent()
                ? new BearerState.Expired()
                : new BearerState.Live(token);
    }

    /** Of a token that was not revoked; an expired one still tells its grant. */
    Optional<Grant> grantOf(String value) {
        return ended.get(value) instanceof BearerState.Revoked
                ? Optional.empty()
                : Optional.ofNullable(byValue.get(value)).map(AccessToken::grant);
    }

    boolean revoke(String value) {
        boolean alive = grantOf(value).isPresent();
        if (alive) {
            ended.put(value, new BearerState.Revoked(false));
        }
        return alive;
    }

    boolean revokeAll(Predicate<AccessToken> which) {
        boolean any = false;
        for (AccessToken token : Set.copyOf(byValue.values())) {
            any |= which.test(token) && revoke(token.value());
        }
        return any;
    }

    void revoke(Predicate<Grant> ofGrant, boolean byAccount) {
        for (AccessToken token : Set.copyOf(byValue.values())) {
            if (ofGrant.test(token.grant()) && !(ended.get(token.value()) instanceof BearerState.Revoked)) {
                ended.put(token.value(), new BearerState.Revoked(byAccount));
            }
        }
    }

    void expire(Predicate<Grant> ofGrant) {
        for (AccessToken token : new HashSet<>(byValue.values())) {
            if (ofGrant.test(token.grant())) {
                ended.putIfAbsent(token.value(), new BearerState.Expired());
            }
        }
    }

    Set<String> values() {
        return byValue.keySet();
    }

    void clear() {
        byValue.clear();
        ended.clear();
    }
}
