package dev.patchbay.local.simulator.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.ApiKeyProviderSimulator;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.TokenRequest;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;

/** OpenAI: the key check, and a 429 that may mean too fast or, as a scripted answer, out of money. */
public final class OpenAiSimulator extends ApiKeyProviderSimulator {

    /** A key that may not list models. */
    public static final String RESTRICTED = "sk-local-openai-restricted-key";

    public OpenAiSimulator(Clock clock) {
        super("openai", "sk-local-openai-key-of-", clock);
        addKey(RESTRICTED);
    }

    @Override
    public void reset() {
        super.reset();
        addKey(RESTRICTED);
    }

    @Override
    protected void addTo(Routes routes) {
        routes.get(
                "/v1/models",
                behindKey(request ->
                        shownKey(request).filter(RESTRICTED::equals).isPresent() ? missingScope() : models()));
    }

    private static Reply models() {
        return Reply.json(Json.object()
                .put("object", "list")
                .set(
                        "data",
                        Json.array()
                                .add(Json.object()
                                        .put("id", "gpt-local")
                                        .put("object", "model")
                                        .put("created", 1_700_000_000)
                                        .put("owned_by", "system"))));
    }

    /** With 401, as recorded by others (microsoft/PowerToys, issue 32989). */
    private static Reply missingScope() {
        return error(
                401,
                "invalid_request_error",
                "",
                "You have insufficient permissions for this operation. Missing scopes: api.model.read. Check that you have"
                        + " the correct role in your organization, and that a restricted key has the necessary scopes.");
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = error(429, "requests", "rate_limit_exceeded", "Rate limit reached for requests.")
                .with("x-ratelimit-limit-requests", "60")
                .with("x-ratelimit-remaining-requests", "0")
                .with("x-ratelimit-reset-requests", "1s");
        return retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter);
    }

    @Override
    protected Optional<String> shownKey(Context request) {
        return TokenRequest.bearer(request);
    }

    @Override
    protected Reply wrongKey(Optional<String> shown) {
        return shown.isEmpty()
                ? error(401, "invalid_request_error", "", "You didn't provide an API key.")
                : error(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided.");
    }

    private static Reply error(int status, String type, String code, String message) {
        ObjectNode error = Json.object()
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", code.isEmpty() ? null : code);
        return Reply.json(status, Json.object().set("error", error));
    }
}
