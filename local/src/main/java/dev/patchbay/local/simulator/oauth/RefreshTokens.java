package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The refresh tokens of one provider, by its {@link RefreshPolicy}. Not thread-safe: the engine locks. */
final class RefreshTokens {

    private final RefreshPolicy policy;
    private final Map<String, RefreshToken> byValue = new LinkedHashMap<>();

    RefreshTokens(RefreshPolicy policy) {
        this.policy = policy;
    }

    /** One refresh token and its state. */
    static final class RefreshToken {
        final String value;
        final Grant grant;
        final TokenKind kind;
        final Instant issuedAt;
        Instant usedAt;
        Optional<Instant> expiresAt;
        String accessToken;
        boolean ended;

        @Nullable RefreshToken successor;

        RefreshToken(String value, Grant grant, TokenKind kind, Instant now, Optional<Instant> expiresAt) {
            this.value = value;
            this.grant = grant;
            this.kind = kind;
            this.issuedAt = now;
            this.usedAt = now;
            this.expiresAt = expiresAt;
            this.accessToken = "";
        }
    }

    RefreshToken issue(Grant grant, TokenKind kind, Instant now) {
        Optional<Instant> expiresAt = switch (policy) {
            case RefreshPolicy.None none -> Optional.empty();
            case RefreshPolicy.Periodic periodic -> Optional.of(grant.at().plus(periodic.life()));
            case RefreshPolicy.Same same -> same.life().map(grant.at()::plus);
            case RefreshPolicy.Moving moving -> Optional.of(now.plus(moving.life()));
            case RefreshPolicy.SingleUse single -> single.life().map(now::plus);
        };
        RefreshToken token = new RefreshToken(Secrets.random(kind.refreshPrefix(), 48), grant, kind, now, expiresAt);
        byValue.put(token.value, token);
        return token;
    }

    Optional<RefreshToken> find(String value) {
        return Optional.ofNullable(byValue.get(value));
    }

    boolean isInvalid(RefreshToken token, Instant now) {
        return token.ended
                || token.expiresAt.filter(end -> !now.isBefore(end)).isPresent()
                || idle().filter(most -> !now.isBefore(token.usedAt.plus(most))).isPresent();
    }

    /** Uses a valid token, and returns the one that is valid from now on; this may be the same. */
    RefreshToken use(RefreshToken token, Instant now) {
        token.usedAt = now;
        return switch (policy) {
            case RefreshPolicy.None none -> token;
            case RefreshPolicy.Same same -> token;
            case RefreshPolicy.Moving moving -> issue(token.grant, token.kind, now);
            case RefreshPolicy.SingleUse single -> {
                token.ended = true;
                yield issue(token.grant, token.kind, now);
            }
            case RefreshPolicy.Periodic periodic -> {
                if (token.successor != null) {
                    token.successor.usedAt = now;
                    yield token.successor;
                }
                if (now.isBefore(token.issuedAt.plus(periodic.renewedAfter()))) {
                    yield token;
                }
                RefreshToken next = issue(token.grant, token.kind, now);
                token.successor = next;
                token.expiresAt = Optional.of(now.plus(periodic.overlap()));
                yield next;
            }
        };
    }

    /** Whether the answer to a refresh names the token that holds from now on. */
    boolean isNamedAfterUse() {
        return !(policy instanceof RefreshPolicy.Same same) || same.repeated();
    }

    boolean endsOldAccessToken() {
        return policy instanceof RefreshPolicy.SingleUse single && single.endsAccessToken();
    }

    boolean areGiven() {
        return !(policy instanceof RefreshPolicy.None);
    }

    /** How long it lives from now, if it is not used. */
    Optional<Duration> lifetime(RefreshToken token, Instant now) {
        Optional<Duration> untilEnd = token.expiresAt.map(end -> Duration.between(now, end));
        Optional<Duration> idle = idle();
        if (untilEnd.isPresent() && idle.isPresent()) {
            return untilEnd.get().compareTo(idle.get()) < 0 ? untilEnd : idle;
        }
        return untilEnd.or(() -> idle);
    }

    void end(Predicate<Grant> ofGrant) {
        byValue.values().stream().filter(token -> ofGrant.test(token.grant)).forEach(token -> token.ended = true);
    }

    /** Live ones, oldest first. */
    List<RefreshToken> live(Predicate<Grant> ofGrant, Instant now) {
        List<RefreshToken> live = new ArrayList<>(byValue.values());
        live.removeIf(token -> !ofGrant.test(token.grant) || isInvalid(token, now));
        return live;
    }

    Stream<Grant> grants() {
        return byValue.values().stream().map(token -> token.grant);
    }

    /** Oldest first, as their order decides which one ends when there are too many. */
    ArrayNode memory() {
        ArrayNode all = Json.array();
        for (RefreshToken token : byValue.values()) {
            ObjectNode one = all.addObject()
                    .put("value", token.value)
                    .put("grant", token.grant.id())
                    .put("kind", token.kind.name())
                    .put("issuedAt", token.issuedAt.toString())
                    .put("usedAt", token.usedAt.toString())
                    .put("accessToken", token.accessToken)
                    .put("dead", token.ended);
            token.expiresAt.ifPresent(at -> one.put("diesAt", at.toString()));
            if (token.successor != null) {
                one.put("successor", token.successor.value);
            }
        }
        return all;
    }

    void restore(JsonNode state, Map<String, Grant> grants, BiFunction<Grant, String, TokenKind> kinds) {
        clear();
        for (JsonNode one : state) {
            Grant grant = EngineMemory.grant(grants, one);
            RefreshToken token = new RefreshToken(
                    one.path("value").asText(),
                    grant,
                    kinds.apply(grant, one.path("kind").asText()),
                    Instant.parse(one.path("issuedAt").asText()),
                    EngineMemory.time(one.path("diesAt")));
            token.usedAt = Instant.parse(one.path("usedAt").asText());
            token.accessToken = one.path("accessToken").asText();
            token.ended = one.path("dead").asBoolean();
            byValue.put(token.value, token);
        }
        for (JsonNode one : state) {
            find(one.path("successor").asText())
                    .ifPresent(successor ->
                            find(one.path("value").asText()).ifPresent(token -> token.successor = successor));
        }
    }

    Set<String> values() {
        return byValue.keySet();
    }

    void clear() {
        byValue.clear();
    }

    private Optional<Duration> idle() {
        return switch (policy) {
            case RefreshPolicy.Same same -> same.idle();
            case RefreshPolicy.Periodic periodic -> Optional.of(periodic.idle());
            case RefreshPolicy.None none -> Optional.empty();
            case RefreshPolicy.Moving moving -> Optional.empty();
            case RefreshPolicy.SingleUse single -> Optional.empty();
        };
    }
}
