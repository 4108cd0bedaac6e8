package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The access tokens of one provider, ended ones included. Not thread-safe: the engine locks. */
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

    /** Returns the grant of a token that was not revoked, even if the token has expired. */
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

    Stream<Grant> grants() {
        return byValue.values().stream().map(AccessToken::grant);
    }

    ArrayNode memory() {
        ArrayNode all = Json.array();
        for (AccessToken token : new TreeMap<>(byValue).values()) {
            ObjectNode one = all.addObject()
                    .put("value", token.value())
                    .put("grant", token.grant().id())
                    .put("kind", token.kind())
                    .put("issuedAt", token.issuedAt().toString());
            one.set("scopes", Json.strings(token.scopes()));
            token.expiresAt().ifPresent(at -> one.put("expiresAt", at.toString()));
            BearerState end = ended.get(token.value());
            if (end instanceof BearerState.Revoked revoked) {
                one.put("revokedByAccount", revoked.byAccount());
            } else if (end != null) {
                one.put("expired", true);
            }
        }
        return all;
    }

    void restore(JsonNode state, Map<String, Grant> grants) {
        clear();
        for (JsonNode one : state) {
            AccessToken token = new AccessToken(
                    one.path("value").asText(),
                    EngineMemory.grant(grants, one),
                    one.path("kind").asText(),
                    EngineMemory.texts(one.path("scopes")),
                    Instant.parse(one.path("issuedAt").asText()),
                    EngineMemory.time(one.path("expiresAt")));
            byValue.put(token.value(), token);
            if (one.has("revokedByAccount")) {
                ended.put(
                        token.value(),
                        new BearerState.Revoked(one.path("revokedByAccount").asBoolean()));
            } else if (one.has("expired")) {
                ended.put(token.value(), new BearerState.Expired());
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
