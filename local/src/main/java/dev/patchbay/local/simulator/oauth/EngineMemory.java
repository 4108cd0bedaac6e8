package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What an engine keeps across a restart, as JSON. Changes the engine's own collections. Not thread-safe: the engine locks. */
record EngineMemory(
        AppRegistration registration,
        List<Account> accounts,
        Set<String> agreedBefore,
        List<Grant> live,
        AccessTokens accessTokens,
        RefreshTokens refreshTokens) {

    ObjectNode write() {
        ObjectNode state = Json.object();
        state.set(
                "redirects",
                Json.strings(registration.redirects().stream()
                        .map(URI::toString)
                        .sorted()
                        .toList()));
        state.set(
                "accounts",
                Json.objects(accounts.stream().map(EngineMemory::json).toList()));
        state.set("agreedBefore", Json.strings(new TreeSet<>(agreedBefore)));
        ArrayNode grants = state.putArray("grants");
        // Ended tokens name grants that are no longer live.
        Stream.of(live.stream(), accessTokens.grants(), refreshTokens.grants())
                .flatMap(some -> some)
                .distinct()
                .forEach(grant -> grants.add(json(grant)));
        state.set("live", Json.strings(live.stream().map(Grant::id).toList()));
        state.set("accessTokens", accessTokens.memory());
        state.set("refreshTokens", refreshTokens.memory());
        return state;
    }

    void restore(JsonNode state, BiFunction<Grant, String, TokenKind> kinds) {
        texts(state.path("redirects")).forEach(uri -> registration.addRedirect(URI.create(uri)));
        for (JsonNode one : state.path("accounts")) {
            Account account = account(one);
            if (!accounts.contains(account)) {
                accounts.add(account);
            }
        }
        agreedBefore.clear();
        agreedBefore.addAll(texts(state.path("agreedBefore")));
        Map<String, Grant> grants = new LinkedHashMap<>();
        for (JsonNode one : state.path("grants")) {
            Grant grant = grant(one);
            grants.put(grant.id(), grant);
        }
        live.clear();
        for (JsonNode id : state.path("live")) {
            live.add(named(grants, id.asText()));
        }
        accessTokens.restore(state.path("accessTokens"), grants);
        refreshTokens.restore(state.path("refreshTokens"), grants, kinds);
    }

    /** The grant that a stored token names. */
    static Grant grant(Map<String, Grant> grants, JsonNode token) {
        return named(grants, token.path("grant").asText());
    }

    /** In the order in which they were stored. */
    static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Empty if there is none. */
    static Optional<Instant> time(JsonNode text) {
        return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
    }

    private static Grant named(Map<String, Grant> grants, String id) {
        return Optional.ofNullable(grants.get(id))
                .orElseThrow(() -> new IllegalArgumentException("There is no stored grant \"" + id + "\"."));
    }

    private static ObjectNode json(Account account) {
        return Json.object()
                .put("id", account.id())
                .put("login", account.login())
                .put("name", account.name());
    }

    private static Account account(JsonNode json) {
        return new Account(
                json.path("id").asText(),
                json.path("login").asText(),
                json.path("name").asText());
    }

    private static ObjectNode json(Grant grant) {
        ObjectNode json = Json.object()
                .put("id", grant.id())
                .put("clientId", grant.clientId())
                .put("first", grant.first())
                .put("at", grant.at().toString());
        json.set("account", json(grant.account()));
        json.set("scopes", Json.strings(grant.scopes()));
        json.set("userScopes", Json.strings(grant.userScopes()));
        ObjectNode request = json.putObject("request");
        ObjectNode parameters = request.putObject("parameters");
        grant.request().parameters().forEach(parameters::put);
        request.set("scopes", Json.strings(grant.request().scopes()));
        request.set("userScopes", Json.strings(grant.request().userScopes()));
        return json;
    }

    private static Grant grant(JsonNode json) {
        JsonNode request = json.path("request");
        Map<String, String> parameters = new LinkedHashMap<>();
        request.path("parameters")
                .properties()
                .forEach(one -> parameters.put(one.getKey(), one.getValue().asText()));
        return new Grant(
                json.path("id").asText(),
                json.path("clientId").asText(),
                account(json.path("account")),
                texts(json.path("scopes")),
                texts(json.path("userScopes")),
                new AuthorizationRequest(parameters, texts(request.path("scopes")), texts(request.path("userScopes"))),
                json.path("first").asBoolean(),
                Instant.parse(json.path("at").asText()));
    }
}
