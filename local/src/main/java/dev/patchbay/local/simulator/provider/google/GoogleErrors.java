package dev.patchbay.local.simulator.provider.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The error bodies of Google's APIs: one shape, in which {@code reason} is more specific than {@code code}. */
final class GoogleErrors {

    private GoogleErrors() {}

    static Reply unauthenticated() {
        return error(401, "UNAUTHENTICATED", "global", "authError", "Request had invalid authentication credentials.")
                .with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
    }

    static Reply insufficientScopes() {
        return error(
                403,
                "PERMISSION_DENIED",
                "global",
                "insufficientPermissions",
                "Request had insufficient authentication scopes.");
    }

    static Reply invalidArgument(String message) {
        return error(400, "INVALID_ARGUMENT", "global", "invalidArgument", message);
    }

    static Reply notFound() {
        return error(404, "NOT_FOUND", "global", "notFound", "Requested entity was not found.");
    }

    /** Google uses both 403 and 429 for this. */
    static Reply rateLimited() {
        return error(403, "PERMISSION_DENIED", "usageLimits", "userRateLimitExceeded", "User-rate limit exceeded.");
    }

    /**
     * Gmail states the time in its text and sends no Retry-After.
     *
     * @param which what is limited, such as {@code (Mail sending)}; empty for the rate of requests
     */
    static Reply retryAfter(Instant until, Instant now, String which) {
        String text = "User-rate limit exceeded.  Retry after " + until.truncatedTo(ChronoUnit.MILLIS) + which;
        return error(429, "RESOURCE_EXHAUSTED", "usageLimits", "rateLimitExceeded", text)
                .with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
    }

    private static Reply error(int code, String status, String domain, String reason, String message) {
        ObjectNode error =
                Json.object().put("code", code).put("message", message).put("status", status);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", domain)
                .put("reason", reason);
        return Reply.json(code, Json.object().set("error", error));
    }
}
