package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackTest {

    private static final String SCOPES = "chat:write,channels:read,groups:read,im:write,users:read.email";

    private Simulators simulators = Simulators.start(0);
    private final App app = new App();

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void installGivesTokensThatNeverExpire() throws Exception {
        JsonNode tokens = install(SCOPES, "");

        assertThat(tokens.path("ok").asBoolean()).isTrue();
        assertThat(tokens.path("access_token").asText()).startsWith("xoxb-");
        assertThat(tokens.path("scope").asText()).isEqualTo(SCOPES);
        assertThat(tokens.at("/team/name").asText()).isEqualTo("Acme");
        assertThat(tokens.has("expires_in")).isFalse();
        assertThat(tokens.has("refresh_token")).isFalse();
    }

    @Test
    void botAndUserTokensAreApart() throws Exception {
        JsonNode tokens = install("chat:write", "users:read");

        assertThat(tokens.path("token_type").asText()).isEqualTo("bot");
        assertThat(tokens.at("/authed_user/access_token").asText()).startsWith("xoxp-");
        assertThat(tokens.at("/authed_user/scope").asText()).isEqualTo("users:read");
    }

    @Test
    void userOnlyInstallHasNoTopLevelToken() throws Exception {
        JsonNode tokens = install("", "chat:write");

        assertThat(tokens.has("access_token")).isFalse();
        assertThat(tokens.at("/authed_user/access_token").asText()).startsWith("xoxp-");
    }

    @Test
    void wrongCodeIsAnErrorInA200() throws Exception {
        App.Answer answer = token(Map.of("code", "wrong", "redirect_uri", App.REDIRECT));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("ok").asBoolean()).isFalse();
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_code");
    }

    @Test
    void clientMayShowItselfByBasicOrInTheBody() throws Exception {
        Map<String, String> form = App.with(
                App.with(
                        Map.of("code", "wrong", "redirect_uri", App.REDIRECT),
                        "client_id",
                        simulators.slack().app().clientId()),
                "client_secret",
                "wrong");

        App.Answer byBody = app.postForm(slack("oauth.v2.access"), Map.of(), form);

        assertThat(byBody.json().path("error").asText()).isEqualTo("bad_client_secret");
    }

    @Test
    void rotationGivesTokensOfTwelveHours() throws Exception {
        rotating();

        JsonNode tokens = install(SCOPES, "");

        assertThat(tokens.path("expires_in").asInt()).isEqualTo(43_200);
        assertThat(tokens.path("refresh_token").asText()).startsWith("xoxe-1-");
    }

    @Test
    void rotationEndsTheRefreshTokenThatWasUsed() throws Exception {
        rotating();
        String refresh = install(SCOPES, "").path("refresh_token").asText();
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh);

        JsonNode first = token(form).json();
        JsonNode second = token(form).json();

        assertThat(first.path("refresh_token").asText()).isNotEmpty().isNotEqualTo(refresh);
        assertThat(second.path("error").asText()).isEqualTo("invalid_refresh_token");
    }

    @Test
    void rotatedTokenExpires() throws Exception {
        rotating();
        String access = install(SCOPES, "").path("access_token").asText();
        simulators.advance(Duration.ofHours(12));

        assertThat(call(access, "auth.test", Map.of()).path("error").asText()).isEqualTo("token_expired");
    }

    @Test
    void messageIsPostedByNameOrId() throws Exception {
        String bot = bot();

        JsonNode byName = call(bot, "chat.postMessage", Map.of("channel", "#sales", "text", "Hello"));
        JsonNode byId = call(bot, "chat.postMessage", Map.of("channel", "C0SALES002", "text", "Again"));

        assertThat(byName.path("channel").asText()).isEqualTo("C0SALES002");
        assertThat(byId.path("ok").asBoolean()).isTrue();
        assertThat(simulators.slack().messages()).extracting("text").containsExactly("Hello", "Again");
    }

    @Test
    void jsonAndFormAreBothTaken() throws Exception {
        App.Answer answer = app.postJson(
                slack("chat.postMessage"),
                App.bearer(bot()),
                "{\"channel\":\"general\",\"blocks\":[{\"type\":\"divider\"}]}");
        JsonNode form =
                call(bot(), "chat.postMessage", Map.of("channel", "general", "blocks", "[{\"type\":\"divider\"}]"));

        assertThat(answer.json().at("/message/blocks/0/type").asText()).isEqualTo("divider");
        assertThat(form.at("/message/blocks/0/type").asText()).isEqualTo("divider");
    }

    @Test
    void unknownChannelIsNotFound() throws Exception {
        assertThat(post("#nowhere", "Hello")).isEqualTo("channel_not_found");
    }

    @Test
    void privateChannelOfOthersDoesNotExist() throws Exception {
        assertThat(post("leads", "Hello")).isEqualTo("channel_not_found");
    }

    @Test
    void publicChannelMustBeJoinedFirst() throws Exception {
        assertThat(post("random", "Hello")).isEqualTo("not_in_channel");
    }

    @Test
    void archivedChannelTakesNoMessages() throws Exception {
        assertThat(post("old-news", "Hello")).isEqualTo("is_archived");
    }

    @Test
    void emptyMessageIsRefused() throws Exception {
        assertThat(post("general", "")).isEqualTo("no_text");
    }

    @Test
    void tooLongMessageIsRefused() throws Exception {
        assertThat(post("general", "x".repeat(40_001))).isEqualTo("msg_too_long");
    }

    @Test
    void personIsWrittenToDirectly() throws Exception {
        String bot = bot();
        String user = call(bot, "users.lookupByEmail", Map.of("email", "jane@acme.example"))
                .at("/user/id")
                .asText();

        String direct = call(bot, "conversations.open", Map.of("users", user))
                .at("/channel/id")
                .asText();
        JsonNode posted = call(bot, "chat.postMessage", Map.of("channel", direct, "text", "Hi"));

        assertThat(direct).startsWith("D");
        assertThat(posted.path("ok").asBoolean()).isTrue();
        assertThat(call(bot, "conversations.open", Map.of("users", user))
                        .path("already_open")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void unknownEmailIsNotFound() throws Exception {
        JsonNode answer = call(bot(), "users.lookupByEmail", Map.of("email", "nobody@acme.example"));

        assertThat(answer.path("error").asText()).isEqualTo("users_not_found");
    }

    @Test
    void channelsAreListedByCursor() throws Exception {
        String bot = bot();

        JsonNode first = call(bot, "conversations.list", Map.of("limit", "3"));
        JsonNode second = call(
                bot,
                "conversations.list",
                Map.of(
                        "limit",
                        "3",
                        "cursor",
                        first.at("/response_metadata/next_cursor").asText()));

        assertThat(first.path("channels")).hasSize(3);
        assertThat(second.path("channels")).hasSize(1);
        assertThat(second.at("/response_metadata/next_cursor").asText()).isEmpty();
    }

    @Test
    void missingScopeIsNamed() throws Exception {
        String bot = install("channels:read", "").path("access_token").asText();

        JsonNode answer = call(bot, "chat.postMessage", Map.of("channel", "general", "text", "Hi"));

        assertThat(answer.path("error").asText()).isEqualTo("missing_scope");
        assertThat(answer.path("needed").asText()).isEqualTo("chat:write");
        assertThat(answer.path("provided").asText()).isEqualTo("channels:read");
    }

    @Test
    void unknownTokenIsInvalid() throws Exception {
        assertThat(call("xoxb-unknown", "auth.test", Map.of()).path("error").asText())
                .isEqualTo("invalid_auth");
    }

    @Test
    void missingTokenIsNotAuthed() throws Exception {
        App.Answer answer = app.postForm(slack("auth.test"), Map.of(), Map.of());

        assertThat(answer.json().path("error").asText()).isEqualTo("not_authed");
    }

    @Test
    void revokedTokenIsRefused() throws Exception {
        String bot = bot();

        JsonNode revoked = call(bot, "auth.revoke", Map.of());

        assertThat(revoked.path("revoked").asBoolean()).isTrue();
        assertThat(call(bot, "auth.test", Map.of()).path("error").asText()).isEqualTo("token_revoked");
    }

    @Test
    void revocationEndsTheBotForEveryInstaller() throws Exception {
        String johns = bot();
        String janes =
                install(SCOPES, "", "jane@acme.example").path("access_token").asText();
        String ginas =
                install(SCOPES, "", "gina@globex.example").path("access_token").asText();

        call(johns, "auth.revoke", Map.of());

        assertThat(call(janes, "auth.test", Map.of()).path("error").asText()).isEqualTo("token_revoked");
        assertThat(call(ginas, "auth.test", Map.of()).path("team").asText()).isEqualTo("Globex");
    }

    @Test
    void revocationEndsEveryTokenOfThePersonAndNoOneElses() throws Exception {
        String first = person("john@acme.example");
        String second = person("john@acme.example");
        String janes = person("jane@acme.example");

        call(first, "auth.revoke", Map.of());

        assertThat(call(second, "auth.test", Map.of()).path("error").asText()).isEqualTo("token_revoked");
        assertThat(call(janes, "auth.test", Map.of()).path("ok").asBoolean()).isTrue();
    }

    private String person(String account) throws Exception {
        return install("", "chat:write", account)
                .at("/authed_user/access_token")
                .asText();
    }

    @Test
    void rehearsedRevocationRevokesNothing() throws Exception {
        String bot = bot();

        JsonNode revoked = call(bot, "auth.revoke", Map.of("test", "1"));

        assertThat(revoked.path("revoked").asBoolean()).isFalse();
        assertThat(call(bot, "auth.test", Map.of()).path("ok").asBoolean()).isTrue();
    }

    @Test
    void removedAppIsInactive() throws Exception {
        String bot = bot();

        simulators.slack().misbehave(new Misbehaviour.RevokeGrant("john@acme.example"));

        assertThat(call(bot, "auth.test", Map.of()).path("error").asText()).isEqualTo("account_inactive");
    }

    @Test
    void rateLimitIsA429WithItsWait() throws Exception {
        String bot = bot();
        simulators.slack().misbehave(new Misbehaviour.RateLimit("/api/chat.postMessage", 1, "30"));

        App.Answer answer =
                app.postForm(slack("chat.postMessage"), App.bearer(bot), Map.of("channel", "general", "text", "Hi"));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.headers()).containsEntry("retry-after", "30");
        assertThat(answer.json().path("error").asText()).isEqualTo("ratelimited");
    }

    private void rotating() {
        simulators.close();
        simulators = Simulators.start(SimulatorSettings.onPort(0).with(AppSwitch.SLACK_TOKEN_ROTATION));
    }

    private String bot() throws Exception {
        return install(SCOPES, "").path("access_token").asText();
    }

    private String post(String channel, String text) throws Exception {
        return call(bot(), "chat.postMessage", Map.of("channel", channel, "text", text))
                .path("error")
                .asText();
    }

    private JsonNode call(String token, String method, Map<String, String> form) throws Exception {
        return app.postForm(slack(method), App.bearer(token), form).json();
    }

    private JsonNode install(String scopes, String userScopes) throws Exception {
        return install(scopes, userScopes, "john@acme.example");
    }

    private JsonNode install(String scopes, String userScopes, String account) throws Exception {
        URI authorization = App.authorization(
                simulators.baseUrl("slack") + "/oauth/v2/authorize",
                Map.of(
                        "client_id",
                        simulators.slack().app().clientId(),
                        "scope",
                        scopes,
                        "user_scope",
                        userScopes,
                        "redirect_uri",
                        App.REDIRECT,
                        "state",
                        "s1"));
        URI back = new Person().allow(authorization, account);
        return token(Map.of("code", App.query(back).getOrDefault("code", ""), "redirect_uri", App.REDIRECT))
                .json();
    }

    private App.Answer token(Map<String, String> form) throws Exception {
        String credentials = simulators.slack().app().clientId() + ":"
                + simulators.slack().app().clientSecret();
        String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return app.postForm(slack("oauth.v2.access"), Map.of("Authorization", basic), form);
    }

    private String slack(String method) {
        return simulators.baseUrl("slack") + "/api/" + method;
    }
}
