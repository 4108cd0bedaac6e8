package dev.patchbay.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.aws.Pause;
import dev.patchbay.connection.AccountLookup;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.FreshTokens;
import dev.patchbay.connection.FreshTokens.Result;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.provider.OAuthApps;
import dev.patchbay.provider.Provider;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Many callers at a time, and what happens while one of them asks the provider. */
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(
        named = "aws.endpoint",
        matches = ".+",
        disabledReason =
                "moto_server evaluates condition and write of two requests side by side, so two callers can both win a race there")
class FreshTokensRaceTest {
    private static final int CALLERS = 100;
    private static final int ROUNDS = 20;
    private static final Duration PLENTY = Duration.ofSeconds(29);
    private static final String JOHN = "john@gmail.com";

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private WorkspaceId workspace;

    FreshTokensRaceTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        workspace = aws.newWorkspace();
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
    void inEveryRoundOneOfManyCallersAsksTheProviderAndAllGetAGoodToken() throws Exception {
        Connection connection = gmail();

        for (int round = 1; round <= ROUNDS; round++) {
            clock.advance(Duration.ofHours(2));
            List<Result> results = callTogether(connection);

            assertThat(results).hasSize(CALLERS).allMatch(Result.Ready.class::isInstance);
            assertThat(providers.refreshes()).isEqualTo(round);
            assertAllGood(connection, results);
        }
    }

    @Test
    void aSingleUseRefreshTokenIsSpentOnceInEveryRound() throws Exception {
        Connection connection = slack();

        for (int round = 1; round <= ROUNDS; round++) {
            clock.advance(Duration.ofHours(13));
            List<Result> results = callTogether(connection);

            assertThat(results).hasSize(CALLERS).allMatch(Result.Ready.class::isInstance);
            assertThat(providers.refreshes()).isEqualTo(round);
            assertAllGood(connection, results);
        }
    }

    @Test
    void aGrantThatWasTakenBackIsFoundOutByOneCallerAndToldToAll() throws Exception {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        List<Result> results = callTogether(connection);

        assertThat(results).hasSize(CALLERS).containsOnly(new Result.Ended(ConnectionStatus.REVOKED));
        assertThat(providers.refreshes()).as("refused and confirmed").isEqualTo(2);
    }

    @Test
    void aRefreshOfAConnectionThatIsDisconnectedMeanwhileDoesNotBringItBack() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));

        Result result = whileRefreshing(() -> providers.connections().disconnect(now(connection)))
                .of(connection, PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.DISCONNECTED));
        assertThat(providers.connections().find(workspace, connection.id())).isEmpty();
    }

    @Test
    void aReconnectMeanwhileKeepsItsNewerCredential() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));

        Result result = whileRefreshing(this::gmail).of(connection, PLENTY);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Ready.class,
                        ready -> assertThat(ready.connection().credential())
                                .isEqualTo(now(connection).credential()));
        assertThat(now(connection).connectedAt()).isEqualTo(connection.connectedAt());
        assertThat(now(connection).fence()).isEqualTo(connection.fence() + 2);
    }

    @Test
    void aRefusedGrantThatWasReplacedMeanwhileLeavesTheNewOneConnected() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));

        Result result = whileRefreshing(() -> {
                    providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
                    gmail();
                })
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aCallerThatReadTheConnectionDuringARefreshTakesWhatTheRefreshBrought() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        AtomicReference<Connection> read = new AtomicReference<>(connection);
        whileRefreshing(() -> read.set(now(connection))).of(connection, PLENTY);

        Result result = providers.freshTokens(clock::advance).of(read.get(), PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aCallerThatReadTheConnectionDuringARefusedRefreshDoesNotEndItAgain() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));
        AtomicReference<Connection> read = new AtomicReference<>(connection);
        whileRefreshing(() -> read.set(now(connection))).of(connection, PLENTY);

        Result result = providers.freshTokens(clock::advance).of(read.get(), PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
        assertThat(providers.refreshes()).as("refused and confirmed").isEqualTo(2);
    }

    @Test
    void whileAnotherHoldsTheLeaseTheProviderIsNotAsked() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        diesUnderTheLease(connection);

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isInstanceOf(Result.Later.class);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void whileAnotherHoldsTheLeaseTheOldTokenIsUsedIfItStillLives() {
        Connection connection = gmail();
        clock.advance(Duration.ofMinutes(50));
        diesUnderTheLease(connection);

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void theLeaseOfACallerThatDiedEndsForAWorkerThatSawItHeldForItsLength() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        diesUnderTheLease(connection);
        FreshTokens watching = providers.freshTokens(clock::advance);
        Result first = watching.of(now(connection), PLENTY);
        clock.advance(Duration.ofSeconds(30));

        Result second = watching.of(now(connection), PLENTY);

        assertThat(first).isInstanceOf(Result.Later.class);
        assertThat(second).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void theLeaseOfACallerThatDiedEndsForEverybodyWhenNoClockCanDoubtIt() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        diesUnderTheLease(connection);
        clock.advance(Duration.ofMinutes(7));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 5})
    void aWorkerWhoseClockIsFiveMinutesOffDoesNotSpendASingleUseTokenTwice(long minutes) {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        MovableClock own = new MovableClock();
        own.advance(Duration.between(own.instant(), clock.instant()).plusMinutes(minutes));
        List<Result> others = new ArrayList<>();

        Result result = whileRefreshing(() ->
                        others.add(providers.freshTokens(own, own::advance).of(now(connection), PLENTY)))
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(others).hasSize(1).allMatch(Result.Later.class::isInstance);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aSingleUseTokenWhoseWorkerDiedBeforeItAskedIsTriedOnceMore() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        diesUnderTheLease(connection);
        clock.advance(Duration.ofMinutes(7));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aSingleUseTokenWhoseWorkerDiedAfterTheGrantIsTriedOnceMoreAndThenToldAsExpired() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        diesBeforeTheStore(connection);
        clock.advance(Duration.ofMinutes(7));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.EXPIRED));
        assertThat(now(connection).statusReason()).contains("refresh_outcome_unknown");
        assertThat(providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aTokenThatStaysTheSameOutlivesAWorkerThatDiedAfterTheGrant() {
        Connection connection = gmail();
        clock.advance(Duration.ofHours(2));
        diesBeforeTheStore(connection);
        clock.advance(Duration.ofMinutes(7));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isInstanceOf(Result.Ready.class);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void anOutageThatWasAnsweredLeavesNoDoubtAboutASingleUseToken() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        providers.tokenOutage("slack", 3, 503);
        providers.freshTokens(clock::advance).of(connection, PLENTY);
        providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void afterARefreshNothingIsLeftOfItsBeginning() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        providers.freshTokens(clock::advance).of(connection, PLENTY);
        clock.advance(Duration.ofHours(13));
        providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));

        Result result = providers.freshTokens(clock::advance).of(now(connection), PLENTY);

        assertThat(result).isEqualTo(new Result.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void whatWasGrantedIsStoredAgainWhenTheStoreFailsAndTheGrantIsNotRepeated() {
        Connection connection = slack();
        clock.advance(Duration.ofHours(13));
        RefusedRequests refused = new RefusedRequests();
        DynamoDbClient dynamoDb =
                refused.of(aws.clients().configured(DynamoDbClient.builder())).build();

        Result result = providers
                .freshTokens(providers.connections(dynamoDb), meanwhile(() -> refused.refuseNext(2)), clock::advance)
                .of(connection, PLENTY);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Ready.class,
                        ready -> assertThat(ready.connection().credential())
                                .isEqualTo(now(connection).credential()));
        assertThat(providers.refreshes()).isEqualTo(1);
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

    private List<Result> callTogether(Connection connection) throws Exception {
        // As in production: those who wait poll in real time, while the clock by which tokens end stands still.
        FreshTokens freshTokens = providers.freshTokens(Pause.inRealTime());
        return Together.call(CALLERS, () -> freshTokens.of(now(connection), PLENTY));
    }

    /** Does something after the lease is taken and before the provider is asked. */
    private FreshTokens whileRefreshing(Runnable something) {
        return providers.freshTokens(providers.connections(), meanwhile(something), clock::advance);
    }

    /** The app's credentials are read under the lease, just before the provider is asked. */
    private OAuthApps meanwhile(Runnable something) {
        return app -> {
            something.run();
            return providers.apps().get(app);
        };
    }

    private void diesUnderTheLease(Connection connection) {
        FreshTokens dying = whileRefreshing(() -> {
            throw new IllegalStateException("killed");
        });
        assertThatThrownBy(() -> dying.of(connection, PLENTY)).hasMessage("killed");
    }

    private void diesBeforeTheStore(Connection connection) {
        RefusedRequests refused = new RefusedRequests();
        DynamoDbClient dynamoDb =
                refused.of(aws.clients().configured(DynamoDbClient.builder())).build();
        FreshTokens dying = providers.freshTokens(
                providers.connections(dynamoDb), meanwhile(() -> refused.refuseNext(3)), clock::advance);
        assertThatThrownBy(() -> dying.of(connection, PLENTY)).isInstanceOf(SdkException.class);
    }

    private void assertAllGood(Connection connection, List<Result> results) throws Exception {
        Provider provider = providers.catalog().get(connection.provider());
        AccountLookup lookup = new AccountLookup(providers.http(), providers.apps());
        Set<Secret> given = new HashSet<>();
        results.forEach(result -> given.add(credential(result).secret()));
        assertThat(given).hasSize(1);
        // It throws if the provider refuses the token.
        assertThat(lookup.of(provider, given.iterator().next()).account().id()).isNotEmpty();
    }

    private static Credential credential(Result result) {
        return ((Result.Ready) result).credential();
    }

    private Connection now(Connection connection) {
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }
}
