package dev.patchbay.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.SampleYaml;
import dev.patchbay.vault.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What token endpoints answer, over HTTP, and what it is taken for. */
class TokenResponsesTest {
    @ParameterizedTest
    @CsvSource({"200, GRANT", "400, GRANT", "302, GRANT", "429, TRANSIENT", "500, TRANSIENT"})
    void refusalHasTheTokensThatCameBesideIt(int status, OAuthException.Kind kind) {
        ProviderResponse response = new ProviderResponse(
                status,
                Map.of(),
                "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\",\"error\":\"invalid_grant\"}");

        OAuthException refusal = catchThrowableOfType(
                OAuthException.class, () -> TokenResponses.read(SampleYaml.provider(), response, NOW));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.isUnusable()).isFalse();
        assertThat(refusal.answered()).isTrue();
        assertThat(refusal.granted().orElseThrow().refreshToken().orElseThrow().reveal())
                .isEqualTo("refresh-1");
    }

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    /** What the sample's catalogue entry says of access tokens. */
    private static final Duration CATALOGUED = Duration.ofHours(2);

    private static final GrantStrategy.Renewal RENEWAL = new GrantStrategy.Renewal(Secret.of("refresh-1"), Map.of());

    private final OAuthFlow flow = new OAuthFlow(
            app -> new OAuthApp(new ClientID("client"), new com.nimbusds.oauth2.sdk.auth.Secret("client-secret")),
            new ProviderHttp(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tokensAreRead() throws OAuthException {
        TokenSet tokens = answered("""
            {"access_token":"access-1","token_type":"Bearer","refresh_token":"refresh-1","expires_in":3600}\
            """);

        assertThat(tokens.accessToken().reveal()).isEqualTo("access-1");
        assertThat(tokens.refreshToken()).contains(Secret.of("refresh-1"));
        assertThat(tokens.expiresAt()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"expires_in\":7", "\"expires_in\":\"7\"", "\"expires_in\":7.0"})
    void lifetimeMayBeNumberOrText(String field) throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\"," + field + "}").expiresAt())
                .contains(NOW.plusSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\":1",
                "\"expires_in\":0",
                "\"expires_in\":null",
                "\"expires_in\":-1",
                "\"expires_in\":\"never\""
            })
    void missingLifetimeIsTheCatalogues(String field) throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\"," + field + "}").expiresAt())
                .contains(NOW.plus(CATALOGUED));
    }

    @Test
    void unknownLifetimeLastsUntilRevoked() throws OAuthException {
        Provider lasting = SampleYaml.with("  accessTokenLifetime: PT2H\n", "");

        assertThat(answered(lasting, "{\"access_token\":\"a\",\"expires_in\":0}")
                        .expiresAt())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\":1", "\"refresh_token\":null", "\"refresh_token\":\"\""})
    void refreshTokenMayBeAbsent(String field) throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\"," + field + "}").refreshToken())
                .isEmpty();
    }

    @Test
    void tokenTypeMayBeAnything() throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\",\"token_type\":\"bot\"}").accessToken())
                .isEqualTo(Secret.of("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one two:x", "one,two:x", " one , ,two:x,", "two:x\\tone", "one,, two:x one"})
    void splitsScopesAtSpacesAndCommas(String scope) throws OAuthException {
        Provider commas = SampleYaml.with("scopeSeparator: space", "scopeSeparator: comma");
        String body = "{\"access_token\":\"a\",\"scope\":\"" + scope + "\"}";

        assertThat(answered(body).scopes()).containsExactlyInAnyOrder("one", "two:x");
        assertThat(answered(commas, body).scopes()).containsExactlyInAnyOrder("one", "two:x");
    }

    @Test
    void textThatIsNoScopeIsLeftOut() throws OAuthException {
        String scopes = "one \\u0001two caf\u00e9 three\\\\x " + "x".repeat(301);

        assertThat(answered("{\"access_token\":\"a\",\"scope\":\"" + scopes + "\"}")
                        .scopes())
                .containsExactly("one");
    }

    @Test
    void cutsALongListOfScopesAfterTheRequestedOnes() throws OAuthException {
        String many = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));

        assertThat(answered("{\"access_token\":\"a\",\"scope\":\"" + many + " messages.write\"}")
                        .scopes())
                .hasSize(200)
                .contains("messages.write");
    }

    @Test
    void unreadableScopesAreNotTheRequestedOnes() {
        assertThat(refused(200, "{\"access_token\":\"a\",\"scope\":\"caf\u00e9\"}"))
                .hasMessage("Sample named permissions that cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e18", "1e400", "9223372036854775807", "99999999999999999999", "\"1e18\""})
    void lifetimeIsHeldToTenYears(String seconds) throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\",\"expires_in\":" + seconds + "}")
                        .expiresAt())
                .contains(NOW.plus(Duration.ofDays(3650)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\r\\nX: y", "a b", "caf\u00e9", "\\ud83d\\ude00"})
    void tokenThatNoHeaderCanHoldIsNotTaken(String token) {
        OAuthException access = refused(200, "{\"access_token\":\"" + token + "\",\"refresh_token\":\"good\"}");
        OAuthException refresh = refused(200, "{\"access_token\":\"good\",\"refresh_token\":\"" + token + "\"}");

        assertThat(access).hasMessage("Sample sent tokens that cannot be used");
        assertThat(access.granted().flatMap(TokenSet::refreshToken)).contains(Secret.of("good"));
        assertThat(refresh.granted().map(TokenSet::accessToken)).contains(Secret.of("good"));
        assertThat(access.answered()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"16384, true", "16385, false"})
    void tokenHasAtMost16KiloCharacters(int length, boolean taken) {
        try (UnreliableServer server =
                UnreliableServer.answering(200, "{\"access_token\":\"" + "t".repeat(length) + "\"}")) {
            Provider sample = at(server, SampleYaml.provider());
            assertThat(catchThrowableOfType(OAuthException.class, () -> flow.refresh(sample, RENEWAL)) == null)
                    .isEqualTo(taken);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 400, 403})
    void onlySuccessGrantsTokens(int status) {
        OAuthException refused = refused(status, "{\"access_token\":\"a\",\"refresh_token\":\"b\"}");

        assertThat(refused.code()).isEqualTo("not_understood");
        assertThat(refused.granted().flatMap(TokenSet::refreshToken)).contains(Secret.of("b"));
    }

    @Test
    void tokenOfAnotherKindIsNotTaken() throws OAuthException {
        Provider user =
                quirk("tokenAnswer: { tokens: /person, tokenType: { is: user, otherwise: Only the bot came } }");
        String bot = "{\"access_token\":\"bot-1\",\"token_type\":\"bot\",\"person\":{\"id\":\"U1\"}}";

        assertThat(refused(user, 200, bot)).hasMessage("Only the bot came");
        assertThat(refused(user, 200, bot).granted().map(TokenSet::accessToken)).contains(Secret.of("bot-1"));
        assertThat(refused(user, 200, "{\"access_token\":\"no-type\"}")).hasMessage("Only the bot came");
        assertThat(answered(user, "{\"access_token\":\"u\",\"token_type\":\"user\"}")
                        .accessToken())
                .isEqualTo(Secret.of("u"));
        assertThat(answered(user, "{\"person\":{\"access_token\":\"u\"}}").accessToken())
                .isEqualTo(Secret.of("u"));
    }

    @ParameterizedTest
    @CsvSource({"429, 60, PT1M", "503, 2, PT2S", "400, 7, PT7S", "403, 5, PT5S"})
    void askedWaitIsPassedOn(int status, String seconds, Duration wait) {
        ProviderResponse response =
                new ProviderResponse(status, Map.of("retry-after", seconds), "{\"error\":\"slow_down\"}");

        OAuthException refused = catchThrowableOfType(
                OAuthException.class, () -> TokenResponses.read(SampleYaml.provider(), response, NOW));

        assertThat(refused.retryAfter()).contains(wait);
    }

    @Test
    void missingScopesAreNone() throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\"}").scopes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant, GRANT",
        "401, invalid_client, APP",
        "400, invalid_client, APP",
        "400, unauthorized_client, APP",
        // Some providers return it with a success status.
        "200, invalid_grant, GRANT",
        "400, invalid_request, TRANSIENT",
        "400, something_new, TRANSIENT",
        "400, server_error, TRANSIENT",
        "400, temporarily_unavailable, TRANSIENT"
    })
    void classifiesErrors(int status, String code, OAuthException.Kind kind) {
        assertThat(refused(status, "{\"error\":\"" + code + "\"}").kind()).isEqualTo(kind);
    }

    @Test
    void errorBesideATokenIsAnError() {
        assertThat(refused(200, "{\"access_token\":\"a\",\"error\":\"invalid_grant\"}")
                        .kind())
                .isEqualTo(OAuthException.Kind.GRANT);
    }

    /** Only an explicit error ends a connection, because a person must then reconnect. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    500 | {"error":"invalid_grant"}
                    503 | {}
                    429 | {"error":"invalid_grant"}
                    403 | <html>Blocked by a firewall</html>
                    404 | Not Found
                    400 | {"message":"bad"}
                    200 | <html>Sign in to the network</html>
                    200 | {}
                    200 | {"access_token":""}
                    200 | {"access_token":null}
                    400 | {"access_token":"a"}
                    400 | {"error":"temporarily_unavailable"}
                    400 | {"error":"server_error"}
                    200 | {"ok":false,"error":"ratelimited"}
                    200 | {"ok":false,"error":"internal_error"}
                    """)
    void errorThatDoesNotNameTheGrantIsTransient(int status, String body) {
        assertThat(refused(status, body).kind()).isEqualTo(OAuthException.Kind.TRANSIENT);
    }

    @Test
    void unreachableTokenEndpointPasses() {
        // Port 1 is reserved and nothing listens there.
        Provider gone = SampleYaml.moved(SampleYaml.provider(), Map.of("sample", "http://127.0.0.1:1"));

        OAuthException unreachable = catchThrowableOfType(OAuthException.class, () -> flow.refresh(gone, RENEWAL));

        assertThat(unreachable.kind()).isEqualTo(OAuthException.Kind.TRANSIENT);
        assertThat(unreachable.code()).isEqualTo("unreachable");
    }

    @Test
    void sentenceNamesProviderAndCodeAndNothingElse() {
        assertThat(refused(400, "{\"error\":\"invalid_grant\",\"error_description\":\"token refresh-1 is bad\"}"))
                .hasMessage("Sample did not accept the authorization (invalid_grant)");
    }

    @Test
    void providersTextIsHeldToWhatACodeLooksLike() {
        String long61 = "x".repeat(61);

        assertThat(refused(400, "{\"error\":\"no <b>way\\n\"}").code()).isEqualTo("no__b_way_");
        assertThat(refused(400, "{\"error\":\"" + long61 + "\"}").code()).hasSize(60);
    }

    @Test
    void grantIsAskedForOnce() {
        try (UnreliableServer server = UnreliableServer.that(new UnreliableServer.Behaviour.HangsUp())) {
            Provider sample = at(server, SampleYaml.provider());

            OAuthException lost = catchThrowableOfType(OAuthException.class, () -> flow.refresh(sample, RENEWAL));

            assertThat(lost.kind()).isEqualTo(OAuthException.Kind.TRANSIENT);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void scopesAreReadWhereAndAsTheCatalogueSays() throws OAuthException {
        Provider list = quirk("tokenAnswer: { scopes: /scopes }");

        assertThat(answered(list, "{\"access_token\":\"a\",\"scopes\":[\"one\",\"two\"]}")
                        .scopes())
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void grantsEndIsReadWhereTheCatalogueSays() throws OAuthException {
        Provider ending = quirk("tokenAnswer: { grantLifetime: /x_refresh_token_expires_in }");

        assertThat(answered(ending, "{\"access_token\":\"a\",\"x_refresh_token_expires_in\":8726400}")
                        .grantExpiresAt())
                .contains(NOW.plus(Duration.ofDays(101)));
        assertThat(answered(ending, "{\"access_token\":\"a\"}").grantExpiresAt())
                .isEmpty();
    }

    @Test
    void answerIsKeptWithoutItsTokens() throws OAuthException {
        JsonNode answer = answered("""
            {"access_token":"a","refresh_token":"b","id_token":"c","team":{"id":"T1"},
             "authed_user":{"id":"U1","access_token":"d","refresh_token":"e"}}\
            """).answer();

        assertThat(answer).hasToString("{\"team\":{\"id\":\"T1\"},\"authed_user\":{\"id\":\"U1\"}}");
    }

    @Test
    void idTokensClaimsStandInItsPlace() throws OAuthException {
        String claims = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"tid\":\"T1\"}".getBytes(UTF_8));

        assertThat(answered("{\"access_token\":\"a\",\"id_token\":\"e30." + claims + ".c2ln\"}")
                        .answer())
                .hasToString("{\"claims\":{\"tid\":\"T1\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "a.b", "a.!.c", "a.bm90anNvbg.c", "a.W10.c", "a..c", "a.e30.c.d"})
    void idTokenThatCannotBeReadClaimsNothing(String token) throws OAuthException {
        assertThat(answered("{\"access_token\":\"a\",\"id_token\":\"" + token + "\"}")
                        .answer()
                        .path("claims"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REFRESH_TOKEN, GRANT",
        "BAD_CLIENT_SECRET, APP",
        "MIGRATING, TRANSIENT",
        "SOMETHING_NEW, TRANSIENT",
        "invalid_client, APP"
    })
    void errorsAreReadAsTheCatalogueSays(String code, OAuthException.Kind kind) {
        Provider own = quirk("""
            tokenAnswer:
                errors:
                  at: [/error, /category]
                  grant: [BAD_REFRESH_TOKEN]
                  app: [BAD_CLIENT_SECRET]
                  passing: [MIGRATING]\
            """);

        assertThat(refused(own, 400, "{\"status\":\"error\",\"category\":\"" + code + "\"}")
                        .kind())
                .isEqualTo(kind);
    }

    private static Provider quirk(String yaml) {
        return SampleYaml.with("app: sample-app", "app: sample-app\n  " + yaml);
    }

    private TokenSet answered(String body) throws OAuthException {
        return answered(SampleYaml.provider(), body);
    }

    private TokenSet answered(Provider provider, String body) throws OAuthException {
        try (UnreliableServer server = UnreliableServer.answering(200, body)) {
            return flow.refresh(at(server, provider), RENEWAL);
        }
    }

    private OAuthException refused(int status, String body) {
        return refused(SampleYaml.provider(), status, body);
    }

    private OAuthException refused(Provider provider, int status, String body) {
        try (UnreliableServer server = UnreliableServer.answering(status, body)) {
            Provider sample = at(server, provider);
            return catchThrowableOfType(OAuthException.class, () -> flow.refresh(sample, RENEWAL));
        }
    }

    private static Provider at(UnreliableServer server, Provider provider) {
        return SampleYaml.moved(provider, Map.of("sample", server.url("").toString()));
    }
}
