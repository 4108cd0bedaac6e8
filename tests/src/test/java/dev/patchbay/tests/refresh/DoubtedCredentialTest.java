package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;

/** An unused connection whose credential was refused in a call: the schedule confirms the refusal. */
@ExtendWith(AwsUnderTest.class)
class DoubtedCredentialTest {
    private static final String JOHN = "john@gmail.com";
    private static final String IDENTITY = "/auth/health";

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final FreshTokens freshTokens;
    private final AppBreakers breakers;
    private final SqsClient sqs;
    private final String queue;
    private final WorkspaceId workspace;

    DoubtedCredentialTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        freshTokens = providers.freshTokens(providers.connections(), providers.apps(), clock::advance);
        breakers = new AppBreakers(aws.clients().dynamoDb(), aws.table("OAuthAppsTable"), clock);
        sqs = aws.clients().sqs();
        queue = aws.newQueue("RefreshQueue");
        workspace = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void keyRefusedByMistakeIsValidAgainAtTheNextRun() {
        Connection key = key();
        doubt(key);
        ConnectionStatus before = now(key).status();

        runAfterTenMinutes();

        assertThat(before).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(key).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now(key).schedule().refreshAt()).isEmpty();
    }

    @Test
    void keyEndsByTwoConfirmationsMinutesApart() {
        Connection key = key();
        doubt(key);
        refuseIdentity(2);

        runAfterTenMinutes();
        run();
        ConnectionStatus afterOne = now(key).status();
        runAfterTenMinutes();

        assertThat(afterOne).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(key).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now(key).standing().reason()).contains("key_refused");
    }

    @Test
    void refusedOnceAndThenAcceptedIsValidAgain() {
        Connection key = key();
        doubt(key);
        refuseIdentity(1);

        runAfterTenMinutes();
        runAfterTenMinutes();

        assertThat(now(key).status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now(key).schedule().refusedSince()).isEmpty();
    }

    @Test
    void outageConfirmsNothing() {
        Connection key = key();
        doubt(key);
        refuseIdentity(1);
        providers.simulators().apollo().misbehave(new Misbehaviour.Answer(IDENTITY, 8, 500));

        for (int run = 0; run < 9; run++) {
            runAfterTenMinutes();
        }
        ConnectionStatus duringOutage = now(key).status();
        runAfterTenMinutes();

        assertThat(duringOutage).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(key).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void twoConfirmationsEndAnUnrefreshableAccessToken() {
        Connection tokens = providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
        doubt(tokens);

        runAfterTenMinutes();
        ConnectionStatus afterOne = now(tokens).status();
        runAfterTenMinutes();

        assertThat(afterOne).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(tokens).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now(tokens).standing().reason()).contains("grant_ended");
    }

    @Test
    void tokenThatCanBeRefreshedIsRefreshedAndTriedAgain() {
        Connection tokens = providers.connect(workspace, "gmail", JOHN);
        providers.simulators().google().misbehave(new Misbehaviour.ExpireAccessTokens(JOHN));
        doubt(tokens);

        runAfterTenMinutes();

        assertThat(providers.refreshes()).isEqualTo(1);
        assertThat(now(tokens).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void refreshAloneDoesNotEndTheDoubt() {
        Connection tokens = providers.connect(workspace, "gmail", JOHN);
        doubt(tokens);

        freshTokens.scheduled(now(tokens), Duration.ofSeconds(29));

        assertThat(now(tokens).credential()).isNotEqualTo(tokens.credential());
        assertThat(now(tokens).doubted()).isTrue();
    }

    @Test
    void aRevokedGrantEndsByTheTokenEndpoint() {
        Connection tokens = providers.connect(workspace, "gmail", JOHN);
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
        doubt(tokens);

        runAfterTenMinutes();

        assertThat(now(tokens).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now(tokens).standing().reason()).contains("invalid_grant");
    }

    @Test
    void doubtOfAConnectionThatIsRefreshedAtThisMomentIsNotRaised() {
        Connection tokens = providers.connect(workspace, "gmail", JOHN);
        freshTokens.renewed(tokens, Duration.ofSeconds(29));

        assertThat(freshTokens.refused(tokens)).isFalse();
        assertThat(now(tokens).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    private Connection key() {
        return providers.connectByKey(workspace, "apollo", ApolloSimulator.KEY);
    }

    private void doubt(Connection connection) {
        assertThat(freshTokens.refused(now(connection))).isTrue();
    }

    private void refuseIdentity(int times) {
        providers.simulators().apollo().misbehave(new Misbehaviour.Answer(IDENTITY, times, 401));
    }

    private void runAfterTenMinutes() {
        clock.advance(Duration.ofMinutes(10));
        run();
    }

    private void run() {
        RefreshUnderTest.fanOut(aws, providers.catalog(), queue, clock).run(() -> 540_000);
        SQSEvent event = new SQSEvent();
        event.setRecords(
                sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages().stream()
                        .map(message -> {
                            sqs.deleteMessage(
                                    request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
                            return RefreshUnderTest.record(message);
                        })
                        .toList());
        RefreshWorker worker = RefreshUnderTest.worker(providers, freshTokens, breakers, clock);
        assertThat(worker.work(event, new RehearsalContext()).getBatchItemFailures())
                .isEmpty();
    }

    private Connection now(Connection connection) {
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }
}
