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

/** ElevenLabs: the key check and what is left of its credits. */
public final class ElevenLabsSimulator extends ApiKeyProviderSimulator {

    public ElevenLabsSimulator(Clock clock) {
        super("elevenlabs", "local-elevenlabs-key-of-", clock);
    }

    @Override
    protected void addTo(Routes routes) {
        routes.get(
                        "/v1/user",
                        behindKey(request -> Reply.json(Json.object()
                                .put("user_id", "local-" + accountOf(request))
                                .put("first_name", accountOf(request).equals("acme") ? "John" : "Jane")
                                .set("subscription", subscription()))))
                .get("/v1/user/subscription", behindKey(request -> Reply.json(subscription())));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(429, "too_many_concurrent_requests", "Too many concurrent requests.");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected Optional<String> shownKey(Context request) {
        return Optional.ofNullable(request.header("xi-api-key"));
    }

    @Override
    protected Reply wrongKey(Optional<String> shown) {
        return shown.isEmpty()
                ? error(401, "needs_authorization", "Neither authorization header nor xi-api-key received.")
                : error(401, "invalid_api_key", "Invalid API key");
    }

    private ObjectNode subscription() {
        return Json.object()
                .put("tier", "creator")
                .put("character_count", 1200)
                .put("character_limit", 100_000)
                .put(
                        "next_character_count_reset_unix",
                        clock().instant().plus(Duration.ofDays(12)).getEpochSecond())
                .put("status", "active");
    }

    private static Reply error(int status, String code, String message) {
        ObjectNode detail = Json.object().put("status", code).put("message", message);
        return Reply.json(status, Json.object().set("detail", detail));
    }
}
