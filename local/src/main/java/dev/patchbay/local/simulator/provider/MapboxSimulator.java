package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.ApiKeyProviderSimulator;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Mapbox: the token is in the URL, and its check is a 200 with the validity in the body. */
public final class MapboxSimulator extends ApiKeyProviderSimulator {

    public MapboxSimulator(Clock clock) {
        super("mapbox", "pk.local-mapbox-token-of-", clock);
    }

    @Override
    protected void addTo(Routes routes) {
        routes.get("/tokens/v2", this::check)
                .get(
                        "/search/geocode/v6/forward",
                        behindKey(request -> Reply.json(
                                Json.object().put("type", "FeatureCollection").set("features", Json.array()))));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = Reply.json(429, Json.object().put("message", "Too Many Requests"))
                .with("X-Rate-Limit-Interval", "60")
                .with("X-Rate-Limit-Limit", "600")
                .with(
                        "X-Rate-Limit-Reset",
                        Long.toString(
                                clock().instant().plus(Duration.ofMinutes(1)).getEpochSecond()));
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected Optional<String> shownKey(Context request) {
        return Optional.ofNullable(request.queryParam("access_token"));
    }

    @Override
    protected Reply wrongKey(Optional<String> shown) {
        return Reply.json(401, Json.object().put("message", "Not Authorized - Invalid Token"));
    }

    /** The codes are UNVERIFIED. */
    private Reply check(Context request) {
        String token = shownKey(request).orElse("");
        if (!opens(token)) {
            boolean formed = token.startsWith("pk.") || token.startsWith("sk.");
            return Reply.json(Json.object().put("code", formed ? "TokenInvalid" : "TokenMalformed"));
        }
        ObjectNode described = Json.object()
                .put("usage", token.substring(0, 2))
                .put("user", accountOf(request))
                .put("authorization", "local-" + accountOf(request));
        return Reply.json(Json.object().put("code", "TokenValid").set("token", described));
    }
}
