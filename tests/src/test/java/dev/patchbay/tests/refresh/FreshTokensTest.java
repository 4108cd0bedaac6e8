package dev.patchbay.tests.refresh;

import static dev.patchbay.tests.refresh.RefreshScene.JOHN;
import static dev.patchbay.tests.refresh.RefreshScene.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One caller at a time, against simulated providers: when a token is refreshed, and the effect of each answer. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshTokensTest {
    @RegisterExtension
    private final RefreshScene scene;

    private final FreshTokens freshTokens;

    FreshTokensTest(Aws aws) {
        scene = new RefreshScene(aws);
        freshTokens = scene.worker();
    }

    @Test
    void aTokenThatIsNotDueIsUsedWithoutACall() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofMinutes(44));

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isZero();
    }

    @Test
    void aTokenThatEndsWithinTheMarginIsRefreshed() {
        Connection connection = scene.gmail();
        Credential before = ready(freshTokens.of(connection, PLENTY));
        scene.clock.advance(Duration.ofMinutes(47));

        Credential after = ready(freshTokens.of(connection, PLENTY));

        assertThat(after.secret()).isNotEqualTo(before.secret());
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aRefreshedTokenIsKeptForTheNextCaller() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        Credential refreshed = ready(freshTokens.of(connection, PLENTY));

        Credential next = ready(freshTokens.of(scene.now(connection), PLENTY));

        assertThat(next).isEqualTo(refreshed);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aResponseWithoutARefreshTokenKeepsTheOldOne() {
        Connection connection = scene.gmail();
        Credential.OAuthTokens before = (Credential.OAuthTokens) ready(freshTokens.of(connection, PLENTY));
        scene.clock.advance(Duration.ofHours(2));

        Credential.OAuthTokens after = (Credential.OAuthTokens) ready(freshTokens.of(connection, PLENTY));

        assertThat(after.refreshToken()).isPresent().isEqualTo(before.refreshToken());
    }

    static Stream<Set<String>> whatAnAnswerMayLack() {
        return Stream.of(Set.of("refresh_token"), Set.of("expires_in"), Set.of("refresh_token", "expires_in"));
    }

    @ParameterizedTest
    @MethodSource("whatAnAnswerMayLack")
    void anAnswerThatLacksSomethingIsAGrantAllTheSame(Set<String> fields) {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.simulators().google().misbehave(new Misbehaviour.Omit("/token", 1, fields));
        freshTokens.of(connection, PLENTY);
        scene.clock.advance(Duration.ofHours(2));

        CredentialResult second = freshTokens.of(scene.now(connection), PLENTY);

        assertThat(second).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aNewRefreshTokenReplacesTheOneThatWasSpent() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        freshTokens.of(connection, PLENTY);
        scene.clock.advance(Duration.ofHours(13));

        CredentialResult second = freshTokens.of(scene.now(connection), PLENTY);

        assertThat(second).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aRevokedGrantEndsTheConnection() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.REVOKED));
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(scene.now(connection).standing().reason()).contains("invalid_grant");
    }

    @Test
    void aGrantThatIsRefusedOnceIsAskedForAgain() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers
                .simulators()
                .google()
                .misbehave(new Misbehaviour.Answer("/token", 1, 400, "{\"error\":\"invalid_grant\"}", Map.of()));

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aRefusalThatThereWasNoTimeToConfirmEndsNothing() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        CredentialResult hurried = freshTokens.of(connection, Duration.ofSeconds(14));
        ConnectionStatus between = scene.now(connection).status();
        CredentialResult unhurried = freshTokens.of(scene.now(connection), PLENTY);

        assertThat(hurried).isInstanceOf(CredentialResult.Later.class);
        assertThat(between).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(unhurried).isEqualTo(new CredentialResult.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void aTokenWithoutARefreshTokenIsUsedToItsEnd() {
        Connection connection = scene.providers.connectWithoutRefreshToken(scene.workspace(), "gmail", JOHN);
        scene.clock.advance(Duration.ofMinutes(59));

        assertThat(freshTokens.of(connection, PLENTY)).isInstanceOf(CredentialResult.Ready.class);
    }

    @Test
    void aTokenThatEndsWithoutARefreshTokenExpiresTheConnection() {
        Connection connection = scene.providers.connectWithoutRefreshToken(scene.workspace(), "gmail", JOHN);
        scene.clock.advance(Duration.ofHours(1));

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.EXPIRED));
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.EXPIRED);
    }

    @Test
    void duringAnOutageTheOldTokenIsUsedWhileItLives() {
        Connection connection = scene.gmail();
        Credential old = ready(freshTokens.of(connection, PLENTY));
        scene.clock.advance(Duration.ofMinutes(50));
        scene.providers.tokenOutage("google", 1, 503);

        Credential duringOutage = ready(freshTokens.of(connection, PLENTY));

        assertThat(duringOutage).isEqualTo(old);
    }

    @Test
    void aShortOutageAfterTheTokenEndedIsWaitedOut() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 2, 503);

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(3);
    }

    @Test
    void aLongerOutageAfterExpiryIsATemporaryError() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 3, 503);

        CredentialResult result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.ERROR);
        assertThat(scene.now(connection).standing().reason()).contains("status_503");
    }

    @Test
    void lastingErrorsKeepTheTimeOfTheFirst() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 6, 503);
        freshTokens.of(connection, PLENTY);
        Instant since = scene.now(connection).standing().since();
        scene.clock.advance(Duration.ofMinutes(30));

        freshTokens.of(scene.now(connection), PLENTY);

        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.ERROR);
        assertThat(scene.now(connection).standing().since()).isEqualTo(since);
    }

    @Test
    void passedErrorsLeaveNoTrace() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 3, 503);
        freshTokens.of(connection, PLENTY);

        CredentialResult next = freshTokens.of(scene.now(connection), PLENTY);

        assertThat(next).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.now(connection).standing().reason()).isEmpty();
    }

    @Test
    void anOutageDoesNotMakeThoseWaitWhoseTokenStillLives() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofMinutes(50));
        scene.providers.tokenOutage("google", 3, 503);
        Instant before = scene.clock.instant();

        freshTokens.of(connection, PLENTY);

        assertThat(scene.clock.instant()).isEqualTo(before);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void afterAnOutageTheNextCallerRefreshesAtOnce() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.tokenOutage("google", 3, 503);
        freshTokens.of(connection, PLENTY);

        CredentialResult next = freshTokens.of(scene.now(connection), PLENTY);

        assertThat(next).isInstanceOf(CredentialResult.Ready.class);
    }

    @Test
    void aSingleUseTokenIsNotSpentWhenTooLittleTimeIsLeft() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));

        CredentialResult result = freshTokens.of(connection, Duration.ofSeconds(13));

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.providers.refreshes()).isZero();
    }

    @Test
    void withTooLittleTimeTheOldTokenIsUsedWhileItLives() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(11).plusMinutes(50));

        CredentialResult result = freshTokens.of(connection, Duration.ofSeconds(13));

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isZero();
    }

    @Test
    void aRefusedOAuthAppLeavesTheConnectionUnchanged() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

        CredentialResult result = scene.providers
                .freshTokens(scene.providers.connections(), wrong, scene.clock::advance)
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.AppBroken.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(freshTokens.of(scene.now(connection), PLENTY)).isInstanceOf(CredentialResult.Ready.class);
    }

    @Test
    void aTokenThatTheProviderRefusesIsRenewedThoughItIsNotDue() {
        Connection connection = scene.gmail();
        Credential refused = ready(freshTokens.of(connection, PLENTY));

        Credential renewed = ready(freshTokens.renewed(connection, PLENTY));

        assertThat(renewed.secret()).isNotEqualTo(refused.secret());
    }

    @Test
    void aTokenRenewedMeanwhileIsNotRenewedAgain() {
        Connection refused = scene.gmail();
        Credential renewed = ready(freshTokens.renewed(refused, PLENTY));

        Credential second = ready(freshTokens.renewed(refused, PLENTY));

        assertThat(second).isEqualTo(renewed);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void duringAnOutageARefusedTokenIsNotHandedOutAgain() {
        Connection refused = scene.gmail();
        scene.providers.tokenOutage("google", 1, 503);

        CredentialResult result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.now(refused).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void refusedTokenWithoutRefreshTokenIsNotReturnedAgain() {
        Connection refused = scene.providers.connectWithoutRefreshToken(scene.workspace(), "gmail", JOHN);
        scene.clock.advance(Duration.ofMinutes(50));

        CredentialResult result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.now(refused).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aRefusedApiKeyIsNotHandedOutAgainAndEndsNothing() {
        Connection refused = scene.providers.connectByKey(scene.workspace(), "apollo", "key-of-acme");

        CredentialResult result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.now(refused).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    private static Credential ready(CredentialResult result) {
        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        return ((CredentialResult.Ready) result).credential();
    }
}
