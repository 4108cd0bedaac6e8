package dev.patchbay.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.catalog.SampleYaml;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OAuthFlowTest {
    private static final URI REDIRECT = URI.create("https://hub.example/api/auth/oauth/sample/callback");
    private static final GrantStrategy.Renewal RENEWAL = new GrantStrategy.Renewal(Secret.of("refresh-1"), Map.of());
    private static final Secret STATE = Secret.of("state-1");
    private static final ProviderCatalog CATALOG = new ProviderCatalog(OAuthFlowTest.class.getClassLoader(), Map.of());

    private final OAuthFlow flow = new OAuthFlow(
            OAuthFlowTest::app, new ProviderHttp(), Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));

    static Stream<Provider> oauthProviders() {
        return CATALOG.all().stream().filter(provider -> provider.auth() instanceof Auth.OAuth2);
    }

    @ParameterizedTest
    @MethodSource("oauthProviders")
    void everyProviderIsAskedForACodeWithItsOwnAppAndState(Provider provider) {
        URI url = authorizationUrl(provider);

        assertThat(url.toString())
                .startsWith(provider.oauth().endpoints().authorizationUrl().toString());
        assertThat(query(url))
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "client+" + provider.oauth().app())
                .containsEntry("redirect_uri", REDIRECT.toString())
                .containsEntry("state", "state-1")
                .containsAllEntriesOf(provider.oauth().consent().authorizationParameters());
    }

    @ParameterizedTest
    @MethodSource("oauthProviders")
    void everyProviderIsAskedForExactlyTheScopesOfTheCatalogue(Provider provider) {
        String separator = provider.oauth().consent().scopeSeparator().text();
        String scope = query(authorizationUrl(provider))
                .getOrDefault(provider.oauth().consent().scopeParameter().orElse("scope"), "");

        assertThat(Arrays.stream(scope.split(separator)).filter(part -> !part.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(provider.oauth().consent().requestedScopes());
    }

    @ParameterizedTest
    @MethodSource("oauthProviders")
    void noUrlHoldsAClientSecretOrVerifier(Provider provider) {
        Optional<Secret> verifier = OAuthFlow.newCodeVerifier(provider);

        String url = flow.authorizationUrl(provider, REDIRECT, STATE, verifier).toString();

        assertThat(url).doesNotContain("client-secret");
        verifier.ifPresent(secret -> assertThat(url).doesNotContain(secret.reveal()));
    }

    @Test
    void gmailIsAskedForOfflineAccessWithPkce() {
        Map<String, String> query = query(authorizationUrl(CATALOG.get(new ProviderId("gmail"))));

        assertThat(query)
                .containsEntry("access_type", "offline")
                .containsEntry("prompt", "consent")
                .containsEntry("code_challenge_method", "S256");
        assertThat(query.get("scope")).contains("https://www.googleapis.com/auth/gmail.send ");
    }

    @Test
    void slackIsAskedWithCommasAndWithoutPkce() {
        Map<String, String> query = query(authorizationUrl(CATALOG.get(new ProviderId("slack"))));

        assertThat(query.get("scope")).contains("channels:read,chat:write,").doesNotContain(" ");
        assertThat(query).doesNotContainKeys("code_challenge", "code_challenge_method");
    }

    @Test
    void challengeIsTheVerifiersHash() throws NoSuchAlgorithmException {
        Secret verifier = OAuthFlow.newCodeVerifier(SampleYaml.provider()).orElseThrow();

        Map<String, String> query =
                query(flow.authorizationUrl(SampleYaml.provider(), REDIRECT, STATE, Optional.of(verifier)));

        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(verifier.reveal().getBytes(UTF_8));
        assertThat(query)
                .containsEntry(
                        "code_challenge",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    @Test
    void verifiersAreLongAndNeverTheSame() {
        Secret one = OAuthFlow.newCodeVerifier(SampleYaml.provider()).orElseThrow();
        Secret other = OAuthFlow.newCodeVerifier(SampleYaml.provider()).orElseThrow();

        assertThat(one.reveal()).hasSizeGreaterThanOrEqualTo(43);
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void providerWithoutPkceGetsNoVerifier() {
        assertThat(OAuthFlow.newCodeVerifier(SampleYaml.with("pkce: S256", "pkce: none")))
                .isEmpty();
    }

    @Test
    void queryOfTheAuthorizationUrlIsKept() {
        assertThat(query(authorizationUrl(SampleYaml.provider()))).containsEntry("tenant", "all");
    }

    @Test
    void exchangeSendsCodeRedirectVerifierAndClient() throws OAuthException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"access_token\":\"a\"}")) {
            Secret verifier = OAuthFlow.newCodeVerifier(SampleYaml.provider()).orElseThrow();

            flow.exchange(
                    at(server, SampleYaml.provider()),
                    new GrantStrategy.Code(Secret.of("code-1"), REDIRECT, Optional.of(verifier)));

            assertThat(server.received().getFirst().line()).isEqualTo("POST /oauth/token HTTP/1.1");
            assertThat(form(server))
                    .containsOnly(
                            Map.entry("grant_type", "authorization_code"),
                            Map.entry("code", "code-1"),
                            Map.entry("redirect_uri", REDIRECT.toString()),
                            Map.entry("code_verifier", verifier.reveal()),
                            Map.entry("client_id", "client+sample-app"),
                            Map.entry("client_secret", "client-secret-1"));
        }
    }

    @Test
    void basicClientAuthenticationGoesIntoTheHeaderOnly() throws OAuthException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"access_token\":\"a\"}")) {
            Provider basic = SampleYaml.with("clientAuthentication: body", "clientAuthentication: basic");

            flow.exchange(at(server, basic), new GrantStrategy.Code(Secret.of("code-1"), REDIRECT, Optional.empty()));

            // Both halves are form-encoded first (RFC 6749, section 2.3.1).
            String expected = Base64.getEncoder().encodeToString("client%2Bsample-app:client-secret-1".getBytes(UTF_8));
            assertThat(server.received().getFirst().headers()).containsEntry("authorization", "Basic " + expected);
            assertThat(form(server)).doesNotContainKeys("client_id", "client_secret", "code_verifier");
        }
    }

    @Test
    void refreshSendsTheRefreshToken() throws OAuthException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"access_token\":\"a\"}")) {
            flow.refresh(at(server, SampleYaml.provider()), RENEWAL);

            assertThat(form(server))
                    .containsEntry("grant_type", "refresh_token")
                    .containsEntry("refresh_token", "refresh-1");
        }
    }

    @Test
    void refreshSendsTheParametersThatTheCatalogueNames() throws OAuthException {
        try (UnreliableServer server = UnreliableServer.answering(200, "{\"access_token\":\"a\"}")) {
            Provider asking = SampleYaml.with("app: sample-app", """
                app: sample-app
                  parameters: { redirectUri: { from: /request/redirectUri, matches: 'https://.+' } }
                  refreshParameters: { redirect_uri: '{redirectUri}' }\
                """);

            flow.refresh(
                    at(server, asking),
                    new GrantStrategy.Renewal(Secret.of("refresh-1"), Map.of("redirectUri", REDIRECT.toString())));

            assertThat(form(server))
                    .containsEntry("redirect_uri", REDIRECT.toString())
                    .containsEntry("refresh_token", "refresh-1");
        }
    }

    @Test
    void providerWithAStrategyIsAskedByIt() throws OAuthException {
        TokenSet tokens = new TokenSet(
                Secret.of("a"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                MissingNode.getInstance());
        OAuthFlow special = new OAuthFlow(
                OAuthFlowTest::app, new ProviderHttp(), Clock.systemUTC(), Map.of("own-way", new AlwaysThese(tokens)));
        Provider own = own();

        assertThat(special.exchange(own, new GrantStrategy.Code(Secret.of("c"), REDIRECT, Optional.empty())))
                .isSameAs(tokens);
        assertThat(special.refresh(own, RENEWAL)).isSameAs(tokens);
    }

    @Test
    void missingStrategyIsNamed() {
        Provider own = own();

        assertThatThrownBy(() -> flow.refresh(own, RENEWAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This function was not given the strategy own-way, which sample needs");
    }

    @Test
    void flowThatLacksAStrategyIsFoundOutBeforeItIsAsked() {
        Provider plain = SampleYaml.provider();
        Provider own = own();

        assertThatCode(() -> flow.check(List.of(plain))).doesNotThrowAnyException();
        assertThatThrownBy(() -> flow.check(List.of(plain, own)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This function was not given the strategy own-way, which sample needs");
    }

    private static Provider own() {
        return SampleYaml.read(SampleYaml.spoilt("app: sample-app", "app: sample-app\n  strategy: own-way")
                .replace("{refreshToken}", "{accessToken}"));
    }

    private record AlwaysThese(TokenSet tokens) implements GrantStrategy {
        @Override
        public TokenSet exchange(Provider provider, Code code) {
            return tokens;
        }

        @Override
        public TokenSet refresh(Provider provider, Renewal renewal) {
            return tokens;
        }
    }

    @Test
    void appPrintsItsIdOnly() {
        assertThat(app("sample").toString()).contains("client+sample").doesNotContain("client-secret-1");
    }

    private URI authorizationUrl(Provider provider) {
        return flow.authorizationUrl(provider, REDIRECT, STATE, OAuthFlow.newCodeVerifier(provider));
    }

    private static OAuthApp app(String name) {
        return new OAuthApp(new ClientID("client+" + name), new com.nimbusds.oauth2.sdk.auth.Secret("client-secret-1"));
    }

    private static Provider at(UnreliableServer server, Provider provider) {
        return SampleYaml.moved(provider, Map.of("sample", server.url("").toString()));
    }

    private static Map<String, String> form(UnreliableServer server) {
        return decoded(server.received().getFirst().body());
    }

    private static Map<String, String> query(URI url) {
        return decoded(url.getRawQuery());
    }

    private static Map<String, String> decoded(String form) {
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> URLDecoder.decode(field[0], UTF_8), field -> URLDecoder.decode(field[1], UTF_8)));
    }
}
