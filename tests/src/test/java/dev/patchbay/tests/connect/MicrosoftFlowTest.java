package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.Revoker;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthException.Kind;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.tests.connect.SimulatedConnects.Connected;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How Microsoft's own library handles Microsoft's answers. */
class MicrosoftFlowTest {
    private static final SimulatedConnects CONNECTS = new SimulatedConnects(SimulatorSettings.onPort(0));
    private static final String TOKEN = "/oauth2/v2.0/token";

    @BeforeEach
    void nothingIsConnected() {
        CONNECTS.simulators().reset();
    }

    @AfterAll
    static void stop() {
        CONNECTS.close();
    }

    @Test
    void storesTheTokenCache() throws Exception {
        String kept = kept(connected());

        assertThat(kept).contains("\"RefreshToken\"", "\"Account\"");
    }

    @Test
    void refreshMovesWhatIsKept() throws Exception {
        Connected first = connected();

        TokenSet second = CONNECTS.refresh(first);

        assertThat(second.refreshToken())
                .isPresent()
                .isNotEqualTo(first.tokens().refreshToken());
        assertThat(CONNECTS.refresh(moved(first, second)).accessToken()).isNotEqualTo(second.accessToken());
    }

    @Test
    void earlierCacheStaysValidAfterARefresh() throws Exception {
        Connected first = connected();
        CONNECTS.refresh(first);

        assertThat(CONNECTS.refresh(first).refreshToken()).isPresent();
    }

    @Test
    void requestsAnAccessTokenDespiteAValidCachedOne() throws Exception {
        Connected first = connected();

        TokenSet second = CONNECTS.refresh(first);

        assertThat(second.accessToken()).isNotEqualTo(first.tokens().accessToken());
        assertThat(tokenRequests()).isEqualTo(2);
    }

    @Test
    void accountsDoNotMeetInOneCache() throws Exception {
        String john = kept(connected());

        String jane = kept(CONNECTS.connect("outlook-mail", "jane@contoso.example"));

        assertThat(john).contains("john@contoso.example").doesNotContain("jane@contoso.example");
        assertThat(jane).contains("jane@contoso.example").doesNotContain("john@contoso.example");
    }

    @Test
    void reportsOfflineAccessAsGrantedIfTheAnswerOmitsIt() throws Exception {
        assertThat(connected().tokens().scopes())
                .isEqualTo(Set.of("Mail.Send", "User.Read", "openid", "profile", "offline_access"));
    }

    @Test
    void endOfTheAccessTokenIsWhatTheAnswerSays() throws Exception {
        Instant now = Instant.now();

        assertThat(connected().tokens().expiresAt().orElseThrow())
                .isBetween(now.plus(Duration.ofMinutes(59)), now.plus(Duration.ofMinutes(61)));
    }

    @Test
    void answerHoldsNoTokens() throws Exception {
        assertThat(connected().tokens().answer().findValues("access_token")).isEmpty();
        assertThat(connected().tokens().answer().findValues("refresh_token")).isEmpty();
        assertThat(connected().tokens().answer().findValues("id_token")).isEmpty();
    }

    @Test
    void codeWithoutItsVerifierIsNotAccepted() {
        Provider provider = CONNECTS.provider("outlook-mail");

        assertThat(refusal(() -> CONNECTS.exchange(provider, "wrong-code", OAuthFlow.newCodeVerifier(provider)))
                        .kind())
                .isEqualTo(Kind.GRANT);
        assertThat(refusal(() -> CONNECTS.exchange(provider, "wrong-code", Optional.empty()))
                        .kind())
                .isEqualTo(Kind.GRANT);
    }

    @Test
    void revokedGrantIsRefused() throws Exception {
        Connected connected = connected();
        CONNECTS.simulators().microsoft().misbehave(new Misbehaviour.RevokeGrant("john@contoso.example"));

        OAuthException refused = refusal(() -> CONNECTS.refresh(connected));

        assertThat(refused.kind()).isEqualTo(Kind.GRANT);
        assertThat(refused.code()).isEqualTo("invalid_grant");
    }

    @Test
    void grantExpiresAfterNinetyDaysWithoutUse() throws Exception {
        Connected connected = connected();
        CONNECTS.simulators().advance(Duration.ofDays(91));

        assertThat(refusal(() -> CONNECTS.refresh(connected)).kind()).isEqualTo(Kind.GRANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "not a cache", "{\"Account\":{\"x\":1}}", "{\"RefreshToken\":{"})
    void keptCacheThatCannotBeReadIsALostGrant(String kept) throws Exception {
        Connected connected = connected();
        TokenSet tokens = connected.tokens();
        TokenSet spoilt = new TokenSet(
                tokens.accessToken(),
                Optional.of(dev.patchbay.vault.Secret.of(kept)),
                tokens.expiresAt(),
                tokens.grantExpiresAt(),
                tokens.scopes(),
                tokens.answer());

        OAuthException refused = refusal(() -> CONNECTS.refresh(moved(connected, spoilt)));

        assertThat(refused.kind()).isEqualTo(Kind.GRANT);
        assertThat(refused).hasNoCause();
        assertThat(tokenRequests()).isEqualTo(1);
    }

    @Test
    void wrongClientSecretIsAnErrorOfTheApp() throws Exception {
        Connected connected = connected();
        OAuthAppCredentials registered = CONNECTS.simulators().microsoft().app();
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID(registered.clientId()), new Secret("wrong"));

        OAuthException refused =
                refusal(() -> CONNECTS.flow(wrong).refresh(connected.provider(), SimulatedConnects.renewal(connected)));

        assertThat(refused.kind()).isEqualTo(Kind.APP);
        assertThat(refused.code()).isEqualTo("invalid_client");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void outagePassesAndIsAskedOnce(int status) throws Exception {
        Connected connected = connected();
        CONNECTS.simulators().microsoft().misbehave(new Misbehaviour.Answer(TOKEN, 5, status));

        OAuthException refused = refusal(() -> CONNECTS.refresh(connected));

        assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(tokenRequests()).isEqualTo(2);
    }

    @Test
    void silencePasses() throws Exception {
        Connected connected = connected();
        CONNECTS.simulators().microsoft().misbehave(new Misbehaviour.DropBeforeActing(TOKEN, 1));

        OAuthException refused = refusal(() -> CONNECTS.refresh(connected));

        assertThat(refused.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(refused.code()).isEqualTo("unreachable");
    }

    @Test
    void disconnectingSaysWhyNothingIsRevoked() throws Exception {
        Connected connected = connected();

        Revoker.Result result = CONNECTS.revoke(connected);

        assertThat(result).isInstanceOf(Revoker.Result.NotRevoked.class);
        assertThat(result.message()).contains("myapps.microsoft.com");
    }

    private static Connected connected() throws Exception {
        return CONNECTS.connect("outlook-mail", "john@contoso.example");
    }

    private static Connected moved(Connected before, TokenSet now) {
        return new Connected(before.provider(), now, before.linked());
    }

    private static String kept(Connected connected) {
        return connected.tokens().refreshToken().orElseThrow().reveal();
    }

    private static int tokenRequests() {
        return CONNECTS.simulators().requests("microsoft", TOKEN).size();
    }

    private static OAuthException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable grant) {
        return catchThrowableOfType(OAuthException.class, grant);
    }
}
