package dev.patchbay.tests.refresh;

import static dev.patchbay.tests.refresh.RefreshScene.JOHN;
import static dev.patchbay.tests.refresh.RefreshScene.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Credential;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers at a time, and changes while one of them calls the provider. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(
        named = "aws.endpoint",
        matches = ".+",
        disabledReason =
                "moto_server evaluates condition and write of two requests side by side, so two callers can both win a race there")
class FreshTokensRaceTest {
    private static final int CALLERS = 100;
    private static final int WORKERS = 4;
    private static final int FEW_ROUNDS = 4;
    private static final int MANY_ROUNDS = 20;

    @RegisterExtension
    private final RefreshScene scene;

    FreshTokensRaceTest(Aws aws) {
        scene = new RefreshScene(aws);
    }

    @Test
    void oneCallerRefreshesForAllInEveryRound() throws Exception {
        assertThatOneOfManyAsks(FEW_ROUNDS);
    }

    @Test
    @Tag("proof")
    void oneCallerRefreshesForAllInManyRounds() throws Exception {
        assertThatOneOfManyAsks(MANY_ROUNDS);
    }

    private void assertThatOneOfManyAsks(int rounds) throws Exception {
        Connection connection = scene.gmail();

        for (int round = 1; round <= rounds; round++) {
            scene.clock.advance(Duration.ofHours(2));
            List<CredentialResult> results = callTogether(connection);

            assertThat(results).hasSize(CALLERS).allMatch(CredentialResult.Ready.class::isInstance);
            assertThat(scene.providers.refreshes()).isEqualTo(round);
            assertAllGood(connection, results);
        }
    }

    @Test
    void aSingleUseRefreshTokenIsSpentOnceInEveryRound() throws Exception {
        assertThatASingleUseTokenIsSpentOnce(FEW_ROUNDS);
    }

    @Test
    @Tag("proof")
    void aSingleUseRefreshTokenIsSpentOnceInManyRounds() throws Exception {
        assertThatASingleUseTokenIsSpentOnce(MANY_ROUNDS);
    }

    private void assertThatASingleUseTokenIsSpentOnce(int rounds) throws Exception {
        Connection connection = scene.slack();

        for (int round = 1; round <= rounds; round++) {
            scene.clock.advance(Duration.ofHours(13));
            List<CredentialResult> results = callTogether(connection);

            assertThat(results).hasSize(CALLERS).allMatch(CredentialResult.Ready.class::isInstance);
            assertThat(scene.providers.refreshes()).isEqualTo(round);
            assertAllGood(connection, results);
        }
    }

    @Test
    @Tag("proof")
    void oneOfFourJvmsRefreshesInEveryRound() throws Exception {
        Connection connection = scene.slack();
        List<WorkerJvm> workers = new ArrayList<>();
        try {
            for (int worker = 0; worker < WORKERS; worker++) {
                workers.add(new WorkerJvm(scene.providers.settings()));
            }
            for (int round = 1; round <= MANY_ROUNDS; round++) {
                scene.clock.advance(Duration.ofHours(13));
                for (WorkerJvm worker : workers) {
                    worker.order(scene.clock.instant(), connection, CALLERS / WORKERS);
                }
                List<String> got = new ArrayList<>();
                for (WorkerJvm worker : workers) {
                    got.addAll(worker.got(CALLERS / WORKERS));
                }

                assertThat(scene.providers.refreshes()).isEqualTo(round);
                assertThat(got).hasSize(CALLERS).containsOnly(token(connection));
            }
        } finally {
            workers.forEach(WorkerJvm::close);
        }
    }

    @Test
    void oneCallerFindsTheRevocationAndAllGetTheResult() throws Exception {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));

        List<CredentialResult> results = callTogether(connection);

        assertThat(results).hasSize(CALLERS).containsOnly(new CredentialResult.Ended(ConnectionStatus.REVOKED));
        assertThat(scene.providers.refreshes()).as("refused and confirmed").isEqualTo(2);
    }

    @Test
    void refreshDoesNotRestoreADisconnectedConnection() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));

        CredentialResult result = scene.whileRefreshing(
                        () -> scene.providers.connections().disconnect(scene.now(connection)))
                .of(connection, PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.DISCONNECTED));
        assertThat(scene.providers.connections().find(scene.workspace(), connection.id()))
                .isEmpty();
    }

    @Test
    void aReconnectMeanwhileKeepsItsNewerCredential() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));

        CredentialResult result = scene.whileRefreshing(scene::gmail).of(connection, PLENTY);

        assertThat(result)
                .isInstanceOfSatisfying(
                        CredentialResult.Ready.class,
                        ready -> assertThat(ready.connection().credential())
                                .isEqualTo(scene.now(connection).credential()));
        assertThat(scene.now(connection).history().connectedAt())
                .isEqualTo(connection.history().connectedAt());
        assertThat(scene.now(connection).fence()).isEqualTo(connection.fence() + 2);
    }

    @Test
    void refusalOfAReplacedGrantKeepsTheNewOne() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));

        CredentialResult result = scene.whileRefreshing(() -> {
                    scene.providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
                    scene.gmail();
                })
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void callerDuringARefreshTakesItsResult() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        AtomicReference<Connection> read = new AtomicReference<>(connection);
        scene.whileRefreshing(() -> read.set(scene.now(connection))).of(connection, PLENTY);

        CredentialResult result = scene.worker().of(read.get(), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void callerDuringARefusedRefreshDoesNotEndItAgain() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));
        AtomicReference<Connection> read = new AtomicReference<>(connection);
        scene.whileRefreshing(() -> read.set(scene.now(connection))).of(connection, PLENTY);

        CredentialResult result = scene.worker().of(read.get(), PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.REVOKED));
        assertThat(scene.providers.refreshes()).as("refused and confirmed").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 5})
    void clockSkewDoesNotSpendASingleUseTokenTwice(long minutes) {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        MovableClock own = new MovableClock();
        own.advance(Duration.between(own.instant(), scene.clock.instant()).plusMinutes(minutes));
        List<CredentialResult> others = new ArrayList<>();

        CredentialResult result = scene.whileRefreshing(() -> others.add(
                        scene.providers.freshTokens(own, own::advance).of(scene.now(connection), PLENTY)))
                .of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(others).hasSize(1).allMatch(CredentialResult.Later.class::isInstance);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    private List<CredentialResult> callTogether(Connection connection) throws Exception {
        // As in production, waiting callers poll in real time; the clock by which tokens expire stands still.
        FreshTokens freshTokens = scene.providers.freshTokens(Pause.inRealTime());
        return Together.call(CALLERS, () -> freshTokens.of(scene.now(connection), PLENTY));
    }

    private void assertAllGood(Connection connection, List<CredentialResult> results) throws Exception {
        Provider provider = scene.providers.catalog().get(connection.provider());
        AccountLookup lookup = new AccountLookup(scene.providers.http(), scene.providers.apps());
        Set<Secret> given = new HashSet<>();
        results.forEach(result -> given.add(credential(result).secret()));
        assertThat(given).hasSize(1);
        // It throws if the provider refuses the token.
        assertThat(lookup.of(provider, given.iterator().next()).account().id()).isNotEmpty();
    }

    /** The one that is kept now. */
    private String token(Connection connection) {
        return credential(scene.worker().of(scene.now(connection), PLENTY))
                .secret()
                .reveal();
    }

    private static Credential credential(CredentialResult result) {
        return ((CredentialResult.Ready) result).credential();
    }
}
