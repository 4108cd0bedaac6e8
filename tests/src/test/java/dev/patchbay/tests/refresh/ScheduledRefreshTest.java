package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.AppBreakers.State;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** From the index through the queue to the provider, as the schedule and its worker do it. */
@ExtendWith(AwsUnderTest.class)
class ScheduledRefreshTest {
    private static final String JOHN = "john@gmail.com";
    private static final String JANE = "jane@gmail.com";
    private static final int PLENTY = 540_000;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final AppBreakers breakers;
    private final SqsClient sqs;
    private final WorkspaceId workspace;
    private final String queue;

    ScheduledRefreshTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        breakers = new AppBreakers(aws.clients().dynamoDb(), aws.table("OAuthAppsTable"), clock);
        sqs = aws.clients().sqs();
        workspace = aws.newWorkspace();
        queue = aws.newQueue("RefreshQueue");
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void retryAfterDelaysTheAppsOtherConnections() {
        Connection john = providers.connect(workspace, "gmail", JOHN);
        Connection jane = providers.connect(workspace, "gmail", JANE);
        clock.advance(Duration.ofHours(2));
        providers
                .simulators()
                .provider("google")
                .misbehave(new Misbehaviour.Answer("/token", 1, 429, "{}", Map.of("Retry-After", "1200")));

        schedule();
        schedule();

        assertThat(providers.refreshes()).isEqualTo(1);
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.OPEN);

        clock.advance(Duration.ofMinutes(20));
        schedule();

        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.CLOSED);
        assertThat(now(john).access().tokensIssuedAt()).isEqualTo(clock.instant());
        assertThat(now(jane).access().tokensIssuedAt()).isEqualTo(clock.instant());
    }

    @Test
    void aConnectionInUseIsRefreshedBeforeItsTokenEnds() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));

        schedule();

        assertThat(now(connection).access().tokensIssuedAt()).isEqualTo(clock.instant());
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void aShortOutageIsWaitedOutThoughTheOldTokenStillLives() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        providers.tokenOutage("google", 2, 503);

        schedule();

        assertThat(now(connection).access().tokensIssuedAt())
                .isAfter(connection.access().tokensIssuedAt());
        assertThat(providers.refreshes()).isEqualTo(3);
    }

    @Test
    void anIdleConnectionIsRefreshedOnceADay() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofHours(30));
        schedule();
        providers.connections().touch(now(connection));
        int afterTheFirst = providers.refreshes();

        clock.advance(Duration.ofHours(23));
        schedule();
        int anHourBefore = providers.refreshes();
        clock.advance(Duration.ofHours(1));
        schedule();

        assertThat(afterTheFirst).isEqualTo(1);
        assertThat(anHourBefore).isEqualTo(1);
        assertThat(providers.refreshes()).isEqualTo(2);
    }

    @Test
    void aGrantThatCannotBeRenewedIsEndedWhenItIsOver() {
        Connection connection = providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(59));
        schedule();
        ConnectionStatus aMinuteBefore = now(connection).status();
        clock.advance(Duration.ofMinutes(1));

        schedule();

        assertThat(aMinuteBefore).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.EXPIRED);
        assertThat(providers.refreshes()).isZero();
    }

    @Test
    void aGrantThatIsOverSaysNothingOfTheOAuthApp() {
        providers.connectWithoutRefreshToken(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        breakers.open("google", "invalid_client");
        clock.advance(Duration.ofMinutes(10));

        schedule();

        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.TRIAL);
    }

    @Test
    void aConnectionQueuedTwiceIsRefreshedOnce() {
        providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        fanOut();
        fanOut();

        work(providers.apps());

        assertThat(providers.refreshes()).isEqualTo(1);
    }

    @Test
    void oneThatEndsDoesNotKeepTheOthersFromBeingRefreshed() {
        Connection revoked = providers.connect(workspace, "gmail", JANE);
        Connection good = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        providers.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JANE));

        schedule();

        assertThat(now(revoked).status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now(good).access().tokensIssuedAt()).isAfter(good.access().tokensIssuedAt());
    }

    @Test
    void aMessageThatCannotBeReadFailsAlone() {
        Connection good = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        sqs.sendMessage(request -> request.queueUrl(queue)
                .messageBody("no message")
                .messageGroupId("any")
                .messageDeduplicationId("any"));
        fanOut();

        List<String> failures = work(providers.apps());

        assertThat(failures).hasSize(1);
        assertThat(now(good).access().tokensIssuedAt()).isEqualTo(clock.instant());
    }

    @Test
    void duringAnOutageItIsTriedAgainAtTheNextRun() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 3, 503);
        schedule();
        ConnectionStatus during = now(connection).status();
        clock.advance(Duration.ofMinutes(10));

        schedule();

        assertThat(during).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void outageOfHalfAnHourEndsAndReportsNoConnection() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 12, 503);

        for (int run = 0; run < 4; run++) {
            schedule();
            clock.advance(Duration.ofMinutes(10));
        }
        boolean reported = reported(connection);
        schedule();

        assertThat(reported).isFalse();
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void errorsForOverAnHourAreReportedOnce() {
        Connection connection = providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofHours(2));
        providers.tokenOutage("google", 100, 503);
        schedule();
        clock.advance(Duration.ofMinutes(61));

        schedule();
        boolean first = reported(connection);
        boolean again = providers.connections().reportFailing(now(connection));

        assertThat(first).isTrue();
        assertThat(again).isFalse();
    }

    @Test
    void aRefusedOAuthAppStopsTheScheduleAndTouchesNoConnection() {
        Connection johns = providers.connect(workspace, "gmail", JOHN);
        Connection janes = providers.connect(workspace, "gmail", JANE);
        clock.advance(Duration.ofMinutes(50));
        OAuthApps wrong = app -> new OAuthApps.OAuthApp(new ClientID("local-google-client"), new Secret("wrong"));

        fanOut();
        work(wrong);
        int queuedNext = fanOut();

        assertThat(providers.refreshes()).isEqualTo(1);
        assertThat(queuedNext).isZero();
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.OPEN);
        assertThat(List.of(now(johns).status(), now(janes).status())).containsOnly(ConnectionStatus.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorized_client", "invalid_scope"})
    void errorOfOneTenantStopsNoOtherRefreshes(String error) {
        providers.connect(workspace, "gmail", JOHN);
        providers.connect(workspace, "gmail", JANE);
        clock.advance(Duration.ofMinutes(50));
        providers
                .simulators()
                .google()
                .misbehave(new Misbehaviour.Answer("/token", 3, 400, "{\"error\":\"" + error + "\"}", Map.of()));

        schedule();

        assertThat(providers.refreshes())
                .as("three times for the one, once for the other")
                .isEqualTo(4);
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.CLOSED);
    }

    @Test
    void nextRunTestsAnAppRefusedDuringTheLastRun() {
        providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(50));
        clock.advance(Duration.ofSeconds(20));
        breakers.open("google", "invalid_client");
        clock.advance(Duration.ofMinutes(10).minusSeconds(20));

        assertThat(fanOut()).isEqualTo(1);
    }

    @Test
    void oneConnectionClosesTheBreakerForAll() {
        providers.connect(workspace, "gmail", JOHN);
        providers.connect(workspace, "gmail", JANE);
        clock.advance(Duration.ofMinutes(40));
        breakers.open("google", "invalid_client");
        clock.advance(Duration.ofMinutes(10));

        int trial = fanOut();
        work(providers.apps());
        int rest = fanOut();
        work(providers.apps());

        assertThat(trial).isEqualTo(1);
        assertThat(rest).isEqualTo(1);
        assertThat(providers.refreshes()).isEqualTo(2);
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.CLOSED);
    }

    @Test
    void anOutageDuringTheTrialSaysNothingOfTheOAuthApp() {
        providers.connect(workspace, "gmail", JOHN);
        clock.advance(Duration.ofMinutes(40));
        breakers.open("google", "invalid_client");
        clock.advance(Duration.ofMinutes(10));
        providers.tokenOutage("google", 3, 503);

        schedule();

        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.TRIAL);
    }

    private void schedule() {
        fanOut();
        work(providers.apps());
    }

    private int fanOut() {
        return RefreshUnderTest.fanOut(aws, providers.catalog(), queue, clock)
                .run(() -> PLENTY)
                .queued();
    }

    private List<String> work(OAuthApps apps) {
        FreshTokens freshTokens = providers.freshTokens(providers.connections(), apps, clock::advance);
        RefreshWorker worker = RefreshUnderTest.worker(providers, freshTokens, breakers, clock);
        SQSEvent event = new SQSEvent();
        List<SQSMessage> records = new ArrayList<>();
        List<Message> received;
        do {
            received = sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
                    .messages();
            received.forEach(message -> {
                records.add(RefreshUnderTest.record(message));
                sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle()));
            });
        } while (!received.isEmpty());
        event.setRecords(records);
        return worker.work(event, new RehearsalContext()).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private boolean reported(Connection connection) {
        return aws.item(connection).containsKey("failingReportedAt");
    }

    private Connection now(Connection connection) {
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }
}
