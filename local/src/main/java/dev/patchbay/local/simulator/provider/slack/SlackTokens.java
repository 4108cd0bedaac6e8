package dev.patchbay.local.simulator.provider.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.oauth.TokenRefusal;
import dev.patchbay.local.simulator.oauth.TokenSet;
import java.util.Optional;

/** How Slack words its token answers: a bot's token at the top, a user's inside {@code authed_user}. */
final class SlackTokens {

    private SlackTokens() {}

    /**
     * What {@code oauth.v2.access} answers.
     *
     * @param userTokens the user's, when the app asked for both
     */
    static ObjectNode issued(TokenSet tokens, Optional<TokenSet> userTokens, SlackWorkspace workspace) {
        ObjectNode answer = SlackMethods.ok().put("app_id", SlackSimulator.APP);
        ObjectNode authedUser = answer.putObject("authed_user")
                .put("id", tokens.grant().account().id());
        if (tokens.access().kind().equals("bot")) {
            named(answer, tokens).put("bot_user_id", workspace.botUser());
            userTokens.ifPresent(both -> named(authedUser, both));
        } else {
            named(authedUser, tokens);
        }
        answer.putObject("team").put("id", workspace.id()).put("name", workspace.name());
        return answer.putNull("enterprise").put("is_enterprise_install", false);
    }

    static String code(TokenRefusal why) {
        return switch (why) {
            case UNKNOWN_CLIENT -> "invalid_client_id";
            case WRONG_SECRET -> "bad_client_secret";
            case MISSING_PARAMETER -> "invalid_arguments";
            case UNSUPPORTED_GRANT_TYPE -> "invalid_grant_type";
            case UNKNOWN_CODE, MISSING_VERIFIER, WRONG_VERIFIER -> "invalid_code";
            case USED_CODE -> "code_already_used";
            case EXPIRED_CODE -> "invalid_code";
            case WRONG_REDIRECT -> "bad_redirect_uri";
            case UNKNOWN_REFRESH_TOKEN, DEAD_REFRESH_TOKEN -> "invalid_refresh_token";
            case SCOPE_NOT_GRANTED -> "invalid_scope";
        };
    }

    private static ObjectNode named(ObjectNode into, TokenSet tokens) {
        into.put("scope", String.join(",", tokens.access().scopes()))
                .put("token_type", tokens.access().kind())
                .put("access_token", tokens.access().value());
        tokens.refreshToken().ifPresent(refresh -> into.put("refresh_token", refresh));
        tokens.lifetime().ifPresent(life -> into.put("expires_in", life.toSeconds()));
        return into;
    }
}
