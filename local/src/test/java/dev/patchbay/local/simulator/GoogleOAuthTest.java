package dev.patchbay.local.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleOAuthTest {

    private static final Simulators SIMULATORS = Simulators.start(0);
    private static final String SEND = "https://www.googleapis.com/auth/gmail.send";
    private static final String CALENDAR = "https://www.googleapis.com/auth/calendar.events";
    private static final String GOOGLE = SIMULATORS.baseUrl("google").toString();

    private final App app = new App();
    private final Person person = new Person();

    @BeforeEach
    void reset() {
        SIMULATORS.reset();
    }

    @AfterAll
    static void stop() {
        SIMULATORS.close();
    }

    @Test
    void codeGivesTokensForWhatWasAllowed() throws Exception {
        JsonNode tokens = connect("john@gmail.com");

        assertThat(tokens.path("access_token").asText()).startsWith("ya29.");
        assertThat(tokens.path("refresh_token").asText()).startsWith("1//");
        assertThat(tokens.path("expires_in").asInt()).isEqualTo(3599);
        assertThat(tokens.path("scope").asText().split(" "))
                .containsExactly("openid", "https://www.googleapis.com/auth/userinfo.email", SEND, CALENDAR);
    }

    @Test
    void identityIsThatOfTheChosenAccount() throws Exception {
        JsonNode tokens = connect("jane@gmail.com");

        App.Answer info = app.get(
                GOOGLE + "/oauth2/v2/userinfo",
                App.bearer(tokens.path("access_token").asText()));

        assertThat(info.json().path("email").asText()).isEqualTo("jane@gmail.com");
        assertThat(info.json().path("verified_email").asBoolean()).isTrue();
    }

    @Test
    void untickedScopeIsNotGranted() throws Exception {
        URI back = person.allow(authorization(Map.of()), "john@gmail.com", Set.of(SEND));

        assertThat(App.query(back).get("scope")).contains(SEND).doesNotContain(CALENDAR);
    }

    @Test
    void signInScopesCannotBeUnticked() throws Exception {
        URI back = person.allow(authorization(Map.of()), "john@gmail.com", Set.of());

        assertThat(App.query(back).get("scope")).isEqualTo("openid https://www.googleapis.com/auth/userinfo.email");
    }

    @Test
    void denialComesBackWithTheState() {
        URI back = person.deny(authorization(Map.of()));

        assertThat(App.query(back)).containsEntry("error", "access_denied").containsEntry("state", "s1");
        assertThat(App.query(back)).doesNotContainKey("code");
    }

    @Test
    void unknownClientIsShownToThePerson() {
        URI authorization = authorization(Map.of("client_id", "another"));

        assertThatThrownBy(() -> person.allow(authorization, "john@gmail.com"))
                .hasMessageContaining("Error 401: invalid_client");
    }

    @Test
    void unregisteredRedirectIsShownToThePerson() {
        URI authorization = authorization(Map.of("redirect_uri", "https://evil.example/callback"));

        assertThatThrownBy(() -> person.allow(authorization, "john@gmail.com"))
                .hasMessageContaining("Error 400: redirect_uri_mismatch");
    }

    @Test
    void registeredRedirectIsAccepted() {
        String redirect = "https://hub.example/oauth/callback";
        SIMULATORS.google().registerRedirect(URI.create(redirect));

        URI back = person.allow(authorization(Map.of("redirect_uri", redirect)), "john@gmail.com");

        assertThat(back.toString()).startsWith(redirect + "?");
    }

    @Test
    void plainChallengeIsRefused() {
        URI authorization = authorization(Map.of("code_challenge_method", "plain"));

        assertThatThrownBy(() -> person.allow(authorization, "john@gmail.com"))
                .hasMessageContaining("code_challenge_method must be S256");
    }

    @Test
    void wrongVerifierIsRefused() throws Exception {
        String code = code("john@gmail.com");

        App.Answer answer =
                exchange(App.with(exchangeOf(code), "code_verifier", "another-verifier-of-the-right-length-43-chars"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(answer.json().path("error_description").asText()).isEqualTo("Invalid code verifier.");
    }

    @Test
    void missingVerifierIsRefused() throws Exception {
        Map<String, String> form = exchangeOf(code("john@gmail.com"));
        form.remove("code_verifier");

        App.Answer answer = exchange(form);

        assertThat(answer.json().path("error_description").asText()).isEqualTo("Missing code verifier.");
    }

    @Test
    void reusedCodeIsRefused() throws Exception {
        Map<String, String> form = exchangeOf(code("john@gmail.com"));
        exchange(form);

        App.Answer second = exchange(form);

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void codeIsRefusedAfterTenMinutes() throws Exception {
        Map<String, String> form = exchangeOf(code("john@gmail.com"));
        SIMULATORS.advance(Duration.ofMinutes(10));

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void codeIsBoundToItsRedirect() throws Exception {
        Map<String, String> form =
                App.with(exchangeOf(code("john@gmail.com")), "redirect_uri", "http://localhost:3001/other/callback");

        assertThat(exchange(form).json().path("error").asText()).isEqualTo("redirect_uri_mismatch");
    }

    @Test
    void wrongSecretIsTheClientsFault() throws Exception {
        App.Answer answer = exchange(App.with(exchangeOf(code("john@gmail.com")), "client_secret", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
    }

    @Test
    void refreshTokenStaysAndIsNotNamedAgain() throws Exception {
        String refresh = connect("john@gmail.com").path("refresh_token").asText();

        JsonNode first = refresh(refresh).json();
        JsonNode second = refresh(refresh).json();

        assertThat(first.has("refresh_token")).isFalse();
        assertThat(second.path("access_token").asText())
                .isNotEmpty()
                .isNotEqualTo(first.path("access_token").asText());
    }

    @Test
    void refreshTokenIsOnlyGivenForOfflineAccess() throws Exception {
        URI back = person.allow(authorization(Map.of("access_type", "online")), "john@gmail.com");

        JsonNode tokens =
                exchange(exchangeOf(App.query(back).getOrDefault("code", ""))).json();

        assertThat(tokens.has("access_token")).isTrue();
        assertThat(tokens.has("refresh_token")).isFalse();
    }

    @Test
    void returningPersonGetsRefreshTokenOnlyWhenConsentIsForced() throws Exception {
        connect("john@gmail.com");

        URI back = person.allow(authorization(Map.of("prompt", "select_account")), "john@gmail.com");
        JsonNode tokens =
                exchange(exchangeOf(App.query(back).getOrDefault("code", ""))).json();

        assertThat(tokens.has("refresh_token")).isFalse();
        assertThat(connect("john@gmail.com").has("refresh_token")).isTrue();
    }

    @Test
    void refreshTokenDiesAfterSixIdleMonths() throws Exception {
        String refresh = connect("john@gmail.com").path("refresh_token").asText();
        SIMULATORS.advance(Duration.ofDays(180));

        App.Answer answer = refresh(refresh);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_description").asText()).isEqualTo("Token has been expired or revoked.");
    }

    @Test
    void hundredAndFirstGrantEndsTheOldest() throws Exception {
        String oldest = connect("john@gmail.com").path("refresh_token").asText();
        for (int i = 0; i < 100; i++) {
            connect("john@gmail.com");
        }

        assertThat(SIMULATORS.google().liveRefreshTokens("john@gmail.com")).isEqualTo(100);
        assertThat(refresh(oldest).status()).isEqualTo(400);
    }

    @Test
    void accessTokenExpires() throws Exception {
        String access = connect("john@gmail.com").path("access_token").asText();
        SIMULATORS.advance(Duration.ofSeconds(3599));

        App.Answer answer = app.get(GOOGLE + "/oauth2/v2/userinfo", App.bearer(access));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void revocationEndsEveryGrantOfTheAccount() throws Exception {
        String first = connect("john@gmail.com").path("refresh_token").asText();
        String second = connect("john@gmail.com").path("refresh_token").asText();
        String janes = connect("jane@gmail.com").path("refresh_token").asText();

        App.Answer answer = app.postForm(GOOGLE + "/revoke", Map.of(), Map.of("token", first));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(refresh(second).status()).isEqualTo(400);
        assertThat(refresh(janes).status()).isEqualTo(200);
    }

    @Test
    void revokedTokenCannotBeRevokedAgain() throws Exception {
        String refresh = connect("john@gmail.com").path("refresh_token").asText();
        app.postForm(GOOGLE + "/revoke", Map.of(), Map.of("token", refresh));

        App.Answer again = app.postForm(GOOGLE + "/revoke", Map.of(), Map.of("token", refresh));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_token");
    }

    @Test
    void accountThatRevokesEndsItsTokensAtOnce() throws Exception {
        JsonNode tokens = connect("john@gmail.com");

        SIMULATORS.google().misbehave(new Misbehaviour.RevokeGrant("john@gmail.com"));

        assertThat(refresh(tokens.path("refresh_token").asText()).status()).isEqualTo(400);
        assertThat(app.get(
                                GOOGLE + "/oauth2/v2/userinfo",
                                App.bearer(tokens.path("access_token").asText()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void incrementalConsentKeepsEarlierScopes() throws Exception {
        person.allow(authorization(Map.of()), "john@gmail.com", Set.of(SEND));
        connect("john@gmail.com");

        URI back = person.allow(
                authorization(Map.of("scope", CALENDAR, "include_granted_scopes", "true")), "john@gmail.com");

        assertThat(App.query(back).get("scope")).contains(SEND, CALENDAR);
    }

    @Test
    void administratorMayAllowLess() throws Exception {
        SIMULATORS.google().misbehave(new Misbehaviour.GrantOnly(Set.of("openid")));

        assertThat(connect("john@gmail.com").path("scope").asText()).isEqualTo("openid");
    }

    private JsonNode connect(String account) throws Exception {
        App.Answer answer = exchange(exchangeOf(code(account)));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private String code(String account) {
        return App.query(person.allow(authorization(Map.of()), account)).getOrDefault("code", "");
    }

    private static URI authorization(Map<String, String> changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", SIMULATORS.google().app().clientId());
        parameters.put("redirect_uri", App.REDIRECT);
        parameters.put("response_type", "code");
        parameters.put("scope", "openid email " + SEND + " " + CALENDAR);
        parameters.put("state", "s1");
        parameters.put("access_type", "offline");
        parameters.put("prompt", "consent");
        parameters.put("code_challenge", App.challenge(App.VERIFIER));
        parameters.put("code_challenge_method", "S256");
        parameters.putAll(changes);
        return App.authorization(GOOGLE + "/o/oauth2/v2/auth", parameters);
    }

    private static Map<String, String> exchangeOf(String code) {
        Map<String, String> form = new LinkedHashMap<>(client());
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", App.REDIRECT);
        form.put("code_verifier", App.VERIFIER);
        return form;
    }

    private App.Answer exchange(Map<String, String> form) throws Exception {
        return app.postForm(GOOGLE + "/token", Map.of(), form);
    }

    private App.Answer refresh(String token) throws Exception {
        return exchange(App.with(App.with(client(), "grant_type", "refresh_token"), "refresh_token", token));
    }

    private static Map<String, String> client() {
        return Map.of(
                "client_id", SIMULATORS.google().app().clientId(),
                "client_secret", SIMULATORS.google().app().clientSecret());
    }
}
