package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;

/** The answers of a token endpoint as RFC 6749, sections 5.1 and 5.2, has them. */
public final class Rfc6749 {

    private Rfc6749() {}

    /** Returns the issued tokens; omits fields without a value. */
    public static ObjectNode issued(TokenSet tokens) {
        ObjectNode body =
                Json.object().put("access_token", tokens.access().value()).put("token_type", "Bearer");
        tokens.lifetime().ifPresent(life -> body.put("expires_in", life.toSeconds()));
        tokens.refreshToken().ifPresent(refresh -> body.put("refresh_token", refresh));
        return body.put("scope", String.join(" ", tokens.access().scopes()));
    }

    public static Reply refused(TokenRefusal why, String detail) {
        return switch (why) {
            case UNKNOWN_CLIENT, WRONG_SECRET -> error(401, "invalid_client", "Client authentication failed.");
            case MISSING_PARAMETER -> error(400, "invalid_request", "The parameter " + detail + " is missing.");
            case UNSUPPORTED_GRANT_TYPE ->
                error(400, "unsupported_grant_type", "The grant type " + detail + " is not supported.");
            case UNKNOWN_CODE -> error(400, "invalid_grant", "The authorization code is not known.");
            case USED_CODE -> error(400, "invalid_grant", "The authorization code has been used.");
            case EXPIRED_CODE -> error(400, "invalid_grant", "The authorization code has expired.");
            case WRONG_REDIRECT ->
                error(400, "invalid_grant", "The redirect_uri is not the one of the authorization request.");
            case MISSING_VERIFIER -> error(400, "invalid_grant", "The code_verifier is missing.");
            case WRONG_VERIFIER -> error(400, "invalid_grant", "The code_verifier does not match the code_challenge.");
            case UNKNOWN_REFRESH_TOKEN, DEAD_REFRESH_TOKEN ->
                error(400, "invalid_grant", "The refresh token is invalid, expired or revoked.");
            case SCOPE_NOT_GRANTED -> error(400, "invalid_scope", "A scope was asked for that was not granted.");
        };
    }

    public static Reply error(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }
}
