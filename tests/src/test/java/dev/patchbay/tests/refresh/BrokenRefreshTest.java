package dev.patchbay.tests.refresh;

import static dev.patchbay.tests.refresh.RefreshScene.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.RefusedRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** A worker crashes or an AWS request fails at each step of a refresh: the next worker recovers. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenRefreshTest {
    /** The requests of a refresh to the table, in their order. */
    private static final int LEASE = 1;

    private static final int STORE = 2;

    @RegisterExtension
    private final RefreshScene scene;

    BrokenRefreshTest(Aws aws) {
        scene = new RefreshScene(aws);
    }

    @Test
    void whileAnotherHoldsTheLeaseTheProviderIsNotAsked() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.diesUnderTheLease(connection);

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Later.class);
        assertThat(scene.providers.refreshes()).isZero();
    }

    @Test
    void usesTheValidOldTokenWhileAnotherHoldsTheLease() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofMinutes(50));
        scene.diesUnderTheLease(connection);

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isZero();
    }

    @Test
    void leaseEndsForAWorkerThatWatchedItsFullLength() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.diesUnderTheLease(connection);
        FreshTokens watching = scene.worker();
        CredentialResult first = watching.of(scene.now(connection), PLENTY);
        scene.clock.advance(Duration.ofSeconds(30));

        CredentialResult second = watching.of(scene.now(connection), PLENTY);

        assertThat(first).isInstanceOf(CredentialResult.Later.class);
        assertThat(second).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void leaseEndsForAllOnceClockSkewIsRuledOut() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.diesUnderTheLease(connection);
        scene.clock.advance(Duration.ofMinutes(7));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void singleUseTokenIsRetriedAfterACrashBeforeTheCall() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.diesUnderTheLease(connection);
        scene.clock.advance(Duration.ofMinutes(7));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void retriesASingleUseTokenOnceAfterACrashThenExpires() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.diesBeforeTheStore(connection);
        scene.clock.advance(Duration.ofMinutes(7));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.EXPIRED));
        assertThat(scene.now(connection).standing().reason()).contains("refresh_outcome_unknown");
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    @Test
    void reusableTokenSurvivesACrashAfterTheGrant() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.diesBeforeTheStore(connection);
        scene.clock.advance(Duration.ofMinutes(7));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void anOutageThatWasAnsweredLeavesNoDoubtAboutASingleUseToken() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.providers.tokenOutage("slack", 3, 503);
        scene.worker().of(connection, PLENTY);
        scene.providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void afterARefreshNothingIsLeftOfItsBeginning() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.worker().of(connection, PLENTY);
        scene.clock.advance(Duration.ofHours(13));
        scene.providers.simulators().slack().misbehave(new Misbehaviour.EndRefreshTokens(""));

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.REVOKED));
    }

    @Test
    void crashAfterTheStoreKeepsTheRefreshedToken() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.diesAfterTheStore(connection);

        CredentialResult result = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void answerAfterTheLeaseDoesNotReplaceANewerGrant() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        List<CredentialResult> others = new ArrayList<>();
        FreshTokens slow = scene.before(STORE, () -> {
            scene.clock.advance(Duration.ofMinutes(7));
            others.add(scene.worker().of(scene.now(connection), PLENTY));
        });

        CredentialResult result = slow.of(connection, PLENTY);

        assertThat(others).singleElement().isEqualTo(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(((CredentialResult.Ready) result).connection().credential())
                .isEqualTo(scene.now(connection).credential());
    }

    @Test
    void lateAnswerForASingleUseTokenRestoresTheConnection() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        List<CredentialResult> others = new ArrayList<>();
        FreshTokens slow = scene.before(STORE, () -> {
            scene.clock.advance(Duration.ofMinutes(7));
            others.add(scene.worker().of(scene.now(connection), PLENTY));
        });

        CredentialResult result = slow.of(connection, PLENTY);

        assertThat(others).containsExactly(new CredentialResult.Ended(ConnectionStatus.EXPIRED));
        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.providers.refreshes()).as("granted, and then refused").isEqualTo(2);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(scene.worker().scheduled(scene.now(connection), PLENTY))
                .as("the new token is good for the next refresh")
                .isInstanceOf(CredentialResult.Ready.class);
    }

    @Test
    void singleUseTokenRefusedAfterALostAnswerIsExpired() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        scene.providers.simulators().slack().misbehave(new Misbehaviour.DropAfterActing("/oauth.v2.access", 1));

        CredentialResult result = scene.worker().of(connection, PLENTY);

        assertThat(result).isEqualTo(new CredentialResult.Ended(ConnectionStatus.EXPIRED));
        assertThat(scene.now(connection).standing().reason()).contains("refresh_outcome_unknown");
        assertThat(scene.providers.refreshes()).isEqualTo(2);
    }

    @Test
    void reusableTokenSurvivesALostAnswer() {
        Connection connection = scene.gmail();
        scene.clock.advance(Duration.ofHours(2));
        scene.providers.simulators().google().misbehave(new Misbehaviour.DropAfterActing("/token", 1));

        CredentialResult result = scene.worker().of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void retriesStoringTheGrantWhenTheTableFails() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests refused = new RefusedRequests();

        CredentialResult result = scene.refusedWhileRefreshing(refused, () -> refused.refuseNext(2))
                .of(connection, PLENTY);

        assertStored(result, connection);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void storesTheGrantIfTheTableRecoversWithinTheLease() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests refused = new RefusedRequests();

        CredentialResult result = scene.refusedWhileRefreshing(refused, () -> refused.refuseNext(8))
                .of(connection, PLENTY);

        assertStored(result, connection);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void aThrottledTableIsAskedAgainAndTheProviderIsNot() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests throttling = new RefusedRequests();
        throttling.refuseNext(throttled());

        CredentialResult result = scene.refusedWhileRefreshing(throttling, () -> throttling.refuseNext(throttled()))
                .of(connection, PLENTY);

        assertStored(result, connection);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    @Test
    void noRefreshAndNoEndWhileTheTableFails() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests failing = new RefusedRequests();
        failing.refuseNext(LEASE);

        assertThatThrownBy(() -> scene.refusedWhileRefreshing(failing, () -> {}).of(connection, PLENTY))
                .isInstanceOf(SdkException.class);
        int asked = scene.providers.refreshes();
        CredentialResult afterwards = scene.worker().of(scene.now(connection), PLENTY);

        assertThat(asked).isZero();
        assertThat(afterwards).isInstanceOf(CredentialResult.Ready.class);
    }

    @Test
    void noRefreshAndNoEndWhileKmsFails() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests kms = new RefusedRequests();
        kms.refuseNext(1);
        FreshTokens failing = scene.whileRefreshing(scene.providers.vault(kms), () -> {});

        assertThatThrownBy(() -> failing.of(connection, PLENTY)).isInstanceOf(SdkException.class);
        int asked = scene.providers.refreshes();
        CredentialResult afterwards = failing.of(scene.now(connection), PLENTY);

        assertThat(asked).isZero();
        assertThat(afterwards).isInstanceOf(CredentialResult.Ready.class);
        assertThat(scene.now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void retriesSealingTheGrantWhenKmsFails() {
        Connection connection = scene.slack();
        scene.clock.advance(Duration.ofHours(13));
        RefusedRequests kms = new RefusedRequests();
        FreshTokens failing = scene.whileRefreshing(scene.providers.vault(kms), () -> {
            // The key in memory is as old as it may become.
            scene.clock.advance(Duration.ofMinutes(5));
            kms.refuseNext(2);
        });

        CredentialResult result = failing.of(connection, PLENTY);

        assertStored(result, connection);
        assertThat(scene.providers.refreshes()).isEqualTo(1);
    }

    private static RuntimeException throttled() {
        return ProvisionedThroughputExceededException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ProvisionedThroughputExceededException")
                        .build())
                .build();
    }

    private void assertStored(CredentialResult result, Connection connection) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        CredentialResult.Ready.class,
                        ready -> assertThat(ready.connection().credential())
                                .isEqualTo(scene.now(connection).credential()));
    }
}
