package dev.patchbay.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.FreshTokens;
import dev.patchbay.connection.FreshTokens.Result;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.provider.OAuthApps;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One caller at a time, against simulated providers: when a token is refreshed, and what each answer of the provider leads to. */
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshTokensTest {
    private static final Duration PLENTY = Duration.ofSeconds(29);
    private static final String JOHN = "john@gmail.com";

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final FreshTokens freshTokens;
    private WorkspaceId workspace;

    FreshTokensTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        freshTokens = providers.freshTokens(clock::advance);
        workspace = aws.newWorkspace();
    }

    @BeforeAll
    void connectOnce() {
        // The first consent page of a JVM takes long; it is not what the first test is about.
        providers.connect(workspace, "gmail", JOHN);
    }

    @BeforeEach
    void startAfresh() {
        providers.reset();
        workspace = aws.newWorkspace();
    }

    @AfterAll
    void stop() {
        providers.close();
    }

    @Test
    void aTokenThatIsNotDueIsUsedWithoutACall() {
        Connection connection = gmail();
        clock.advance(Duration.ofMinutes(44));

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void aTokenThatEndsWithinTheMarginIsRefreshed() {
        Connection connection = gmail();
        Credential before = ready(freshTokens.of(connection, PLENTY));
        clock.advance(Duration.ofMinutes(47));

        Credential after = ready(freshTokens.of(connection, PLENTY));

        assertThat(after.secret()).isNotEqualTo(before.secret());
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aRefreshedTokenIsKeptForTheNextCaller() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        Credential refreshed = ready(freshTokens.of(connection, PLENTY));

        Credential next = ready(freshTokens.of(now(connection), PLENTY));

        assertThat(next).isEqualTo(refreshed);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aResponseWithoutARefreshTokenKeepsTheOldOne() {
        Connection connection = gmail();
        Credential.OAuthTokens before = (Credential.OAuthTokens) ready(freshTokens.of(connection, PLENTY));
        clock.advance(Duration.ofHours(2));

        Credential.OAuthTokens after = (Credential.OAuthTokens) ready(freshTokens.of(connection, PLENTY));

        assertThat(after.refreshToken()).isPresent().isEqualTo(before.refreshToken());
    }

    static Stream<Set<String>> whatAnAnswerMayLack() {
        return Stream.of(Set.of("refresh_token"), Set.of("expires_in"), Set.of("refresh_token", "expires_in"));
    }

    @ParameterizedTest
    @MethodSource("whatAnAnswerMayLack")
    void anAnswerThatLacksSomethingIsAGrantAllTheSame(Set<String> fields) {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.simulators().google().misbehave(new Misbehaviour.Omit("/token", 1, fields));
        freshTokens.of(connection, PLENTY);
        clock.advance(Duration.ofHours(2));

        Result second = freshTokens.of(now(connection), PLENTY);

        assertThat(second).isInstanceOf(Result.Ready.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aNewRefreshTokenReplacesTheOneThatWasSpent() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        freshTokens.of(connection, PLENTY);
        clock.advance(Duration.ofHours(13));

        Result second = freshTokens.of(now(connection), PLENTY);

        assertThat(second).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aGrantThatWasTakenBackEndsTheConnection() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now(connection).statusReason()).contains("invalid_grant");
    }

    @Test
    void aGrantThatIsRefusedOnceIsAskedForAgain() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers
                .simulators()
                .google()
                .misbehave(new Misbehaviour.Answer("/token", 1, 400, "{\"error\":\"invalid_grant\"}", Map.of()));

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aRefusalThatThereWasNoTimeToConfirmEndsNothing() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        Result hurried = freshTokens.of(connection, Duration.ofSeconds(14));
        ConnectionStatus between = now(connection).status();
        Result unhurried = freshTokens.of(now(connection), PLENTY);

        assertThat(hurried).isInstanceOf(Result.Later.class);
        assertThat(between).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(unhurried).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void aTokenWithoutARefreshTokenIsUsedToItsEnd() {
        Connection connection = providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(59));

        assertThat(freshTokens.of(connection, PLENTY)).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aTokenThatEndsWithoutARefreshTokenExpiresTheConnection() {
        Connection connection = providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        clock.advance(Duration.ofHours(1));

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.EXPIRED));
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.EXPIRED);
    }

    @Test
    void duringAnOutageTheOldTokenIsUsedWhileItLives() {
        Connection connection = gmail();
        Credential old = ready(freshTokens.of(connection, PLENTY));
        clock.advance(Duration.ofMinutes(50));
        providers.tokenOutage("google", 1, 503);

        Credential duringOutage = ready(freshTokens.of(connection, PLENTY));

        assertThat(duringOutage).isEqualTo(old);
    }

    @Test
    void aShortOutageAfterTheTokenEndedIsWaitedOut() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 2, 503);

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(3);
    }

    @Test
    void aLongerOutageAfterTheTokenEndedIsTroubleThatMayPass() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 3, 503);

        Result result = freshTokens.of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Later.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(connection).statusReason()).contains("status_503");
    }

    @Test
    void troubleThatLastsKeepsTheTimeSinceWhen() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 6, 503);
        freshTokens.of(connection, PLENTY);
        Instant since = now(connection).statusSince();
        clock.advance(Duration.ofMinutes(30));

        freshTokens.of(now(connection), PLENTY);

        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(connection).statusSince()).isEqualTo(since);
    }

    @Test
    void troubleThatPassedLeavesNoTrace() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 3, 503);
        freshTokens.of(connection, PLENTY);

        Result next = freshTokens.of(now(connection), PLENTY);

        assertThat(next).isInstanceOf(Result.Ready.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now(connection).statusReason()).isEmpty();
    }

    @Test
    void anOutageDoesNotMakeThoseWaitWhoseTokenStillLives() {
        Connection connection = gmail();
        clock.advance(Duration.ofMinutes(50));
        providers.tokenOutage("google", 3, 503);
        Instant before = clock.instant();

        freshTokens.of(connection, PLENTY);

        assertThat(clock.instant()).isEqualTo(before);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void afterAnOutageTheNextCallerRefreshesAtOnce() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 3, 503);
        freshTokens.of(connection, PLENTY);

        Result next = freshTokens.of(now(connection), PLENTY);

        assertThat(next).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aSingleUseTokenIsNotSpentWhenTooLittleTimeIsLeft() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));

        Result result = freshTokens.of(connection, Duration.ofSeconds(13));

        assertThat(result).isInstanceOf(Result.Later.class);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void withTooLittleTimeTheOldTokenIsUsedWhileItLives() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(11).plusMinutes(50));

        Result result = freshTokens.of(connection, Duration.ofSeconds(13));

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void aRefusedOAuthAppIsTheOperatorsTroubleAndLeavesTheConnectionAlone() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

        Result result = providers
                .freshTokens(providers.connections(), wrong, clock::advance)
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.AppBroken.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(freshTokens.of(now(connection), PLENTY)).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aTokenThatTheProviderRefusesIsRenewedThoughItIsNotDue() {
        Connection connection = gmail();
        Credential refused = ready(freshTokens.of(connection, PLENTY));

        Credential renewed = ready(freshTokens.renewed(connection, PLENTY));

        assertThat(renewed.secret()).isNotEqualTo(refused.secret());
    }

    @Test
    void aTokenThatSomebodyRenewedSinceIsNotRenewedAgain() {
        Connection refused = gmail();
        Credential renewed = ready(freshTokens.renewed(refused, PLENTY));

        Credential second = ready(freshTokens.renewed(refused, PLENTY));

        assertThat(second).isEqualTo(renewed);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void duringAnOutageARefusedTokenIsNotHandedOutAgain() {
        Connection refused = gmail();
        providers.tokenOutage("google", 1, 503);

        Result result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isInstanceOf(Result.Later.class);
        assertThat(now(refused).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aRefusedTokenWithoutARefreshTokenEndsTheConnectionThoughItsTimeIsNotUp() {
        Connection refused = providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));

        Result result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void aRefusedApiKeyEndsTheConnection() {
        Connection refused = providers.connectByKey(workspace, "apollo", "key-of-acme");

        Result result = freshTokens.renewed(refused, PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
        assertThat(now(refused).statusReason()).contains("key_refused");
    }

    private Connection gmail() {
        return providers.connect(workspace, "gmail", JOHN);
    }

    private Connection slack() {
        return providers.connect(
                workspace,
                "slack",
                providers.simulators().slack().accounts().getFirst().login());
    }

    private Connection now(Connection connection) {
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }

    private static Credential ready(Result result) {
        assertThat(result).isInstanceOf(Result.Ready.class);
        return ((Result.Ready) result).credential();
    }
}
