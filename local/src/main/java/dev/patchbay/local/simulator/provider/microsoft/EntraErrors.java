package dev.patchbay.local.simulator.provider.microsoft;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Entra's token errors: RFC 6749's codes, with a more specific AADSTS number. */
final class EntraErrors {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private EntraErrors() {}

    static Reply token(TokenRefusal why, String detail, Instant now) {
        return switch (why) {
            case UNKNOWN_CLIENT ->
                error(400, "unauthorized_client", 700016, "The application was not found in the directory.", now);
            case WRONG_SECRET -> error(401, "invalid_client", 7000215, "Invalid client secret provided.", now);
            case MISSING_PARAMETER ->
                error(400, "invalid_request", 900144, "The request body must contain the parameter: " + detail, now);
            case UNSUPPORTED_GRANT_TYPE ->
                error(400, "unsupported_grant_type", 70003, "The grant type " + detail + " is not supported.", now);
            case UNKNOWN_CODE -> error(400, "invalid_grant", 9002313, "The code is malformed or invalid.", now);
            case USED_CODE -> error(400, "invalid_grant", 54005, "The code was already redeemed.", now);
            case EXPIRED_CODE -> error(400, "invalid_grant", 70008, "The code has expired.", now);
            case WRONG_REDIRECT -> error(400, "invalid_grant", 500112, "The reply address does not match.", now);
            case MISSING_VERIFIER -> error(400, "invalid_grant", 50148, "The code_verifier is missing.", now);
            case WRONG_VERIFIER -> error(400, "invalid_grant", 501481, "The code_verifier does not match.", now);
            case UNKNOWN_REFRESH_TOKEN -> error(400, "invalid_grant", 9002313, "The refresh token is invalid.", now);
            case DEAD_REFRESH_TOKEN ->
                error(400, "invalid_grant", 700082, "The refresh token has expired or was revoked.", now);
            case SCOPE_NOT_GRANTED ->
                error(400, "invalid_grant", 65001, "The user or administrator has not consented.", now);
        };
    }

    /** Why an app may not ask at an address. */
    static Reply directory(Directories.Refusal why, Instant now) {
        return error(400, "invalid_request", why.number(), why.sentence(), now);
    }

    static Reply graph(int status, String code, String message, Instant now) {
        ObjectNode error = Json.object().put("code", code).put("message", message);
        error.putObject("innerError")
                .put("date", now.toString())
                .put("request-id", UUID.randomUUID().toString())
                .put("client-request-id", UUID.randomUUID().toString());
        return Reply.json(status, Json.object().set("error", error));
    }

    private static Reply error(int status, String error, int number, String description, Instant now) {
        ObjectNode body = Json.object()
                .put("error", error)
                .put("error_description", "AADSTS%d: %s".formatted(number, description));
        body.putArray("error_codes").add(number);
        body.put("timestamp", TIME.format(now))
                .put("trace_id", UUID.randomUUID().toString())
                .put("correlation_id", UUID.randomUUID().toString())
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + number);
        return Reply.json(status, body);
    }
}
