package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.ApiKeyProviderSimulator;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.Secrets;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;

/** Anthropic: the key check, which asks for a version header too. */
public final class AnthropicSimulator extends ApiKeyProviderSimulator {

    public AnthropicSimulator(Clock clock) {
        super("anthropic", "local-anthropic-key-of-", clock);
    }

    @Override
    protected void addTo(Routes routes) {
        routes.get("/v1/models", behindKey(request -> {
            if (request.header("anthropic-version") == null) {
                return error(400, "invalid_request_error", "anthropic-version: header is required");
            }
            ObjectNode model = Json.object()
                    .put("type", "model")
                    .put("id", "claude-local")
                    .put("display_name", "Claude Local")
                    .put("created_at", "2026-01-01T00:00:00Z");
            return Reply.json(Json.object()
                    .put("has_more", false)
                    .set("data", Json.array().add(model)));
        }));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(429, "rate_limit_error", "Number of requests has exceeded your rate limit.");
        return retryAfter.isEmpty() ? reply : reply.with("retry-after", retryAfter);
    }

    @Override
    protected Optional<String> shownKey(Context request) {
        return Optional.ofNullable(request.header("x-api-key"));
    }

    @Override
    protected Reply wrongKey(Optional<String> shown) {
        return error(
                401, "authentication_error", shown.isEmpty() ? "x-api-key header is required" : "invalid x-api-key");
    }

    private static Reply error(int status, String type, String message) {
        String id = Secrets.random("req_", 24);
        ObjectNode body = Json.object().put("type", "error").put("request_id", id);
        body.putObject("error").put("type", type).put("message", message);
        return Reply.json(status, body).with("request-id", id);
    }
}
