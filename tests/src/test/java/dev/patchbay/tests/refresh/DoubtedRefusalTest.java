package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** QuickBooks, which refuses valid grants during its outages: the schedule handles temporary and lasting refusals. */
@ExtendWith(AwsUnderTest.class)
class DoubtedRefusalTest {
    private static final String TOKENS = "/oauth2/v1/tokens/bearer";
    private static final int ALWAYS = 10_000;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final FreshTokens freshTokens;
    private final RefreshWorker worker;
    private final WorkspaceId workspace;
    private final List<String> events = new ArrayList<>();
    private Connection connected;

    DoubtedRefusalTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        freshTokens = providers.freshTokens(providers.connections(), providers.apps(), clock::advance);
        worker = RefreshUnderTest.worker(providers, freshTokens, RefreshUnderTest.breakers(aws, clock), clock);
        workspace = aws.newWorkspace();
        connected = providers.connect(workspace, "quickbooks", "Acme Books");
        clock.advance(Duration.ofHours(2));
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void refusalsOfTwoHoursEndNothing() {
        refuse();
        runsFor(Duration.ofHours(2));
        ConnectionStatus during = now().status();
        answerAgain();

        run();

        assertThat(during).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(eventTypes()).containsExactly("connection.error", "connection.failing", "connection.recovered");
    }

    @Test
    void refusalThatLastsEndsTheConnectionOnce() {
        refuse();
        runsFor(Duration.ofHours(6));
        ConnectionStatus before = now().status();

        runsFor(Duration.ofHours(1));

        assertThat(before).isEqualTo(ConnectionStatus.ERROR);
        assertThat(now().status()).isEqualTo(ConnectionStatus.REVOKED);
        assertThat(now().standing().reason()).contains("invalid_grant");
        assertThat(now().schedule().refusedSince()).isEmpty();
        assertThat(eventTypes()).containsExactly("connection.error", "connection.failing", "connection.revoked");
    }

    @Test
    void successBetweenRefusalsBeginsTheCountAnew() {
        // Else the schedule would leave it alone for a day after the success.
        providers.connections().touch(now());
        refuse();
        runsFor(Duration.ofHours(5));
        answerAgain();
        run();
        clock.advance(Duration.ofHours(1));
        refuse();

        runsFor(Duration.ofHours(5));

        assertThat(now().status()).isEqualTo(ConnectionStatus.ERROR);
    }

    @Test
    void reconnectBeginsTheCountAnew() {
        refuse();
        runsFor(Duration.ofHours(5));
        answerAgain();
        connected = providers.connect(workspace, "quickbooks", "Acme Books");
        clock.advance(Duration.ofHours(2));
        refuse();

        runsFor(Duration.ofHours(5));

        assertThat(now().status()).isEqualTo(ConnectionStatus.ERROR);
    }

    @Test
    void tokenThatStillLivesIsUsedWhileItsRenewalIsRefused() {
        connected = providers.connect(workspace, "quickbooks", "Globex Books");
        clock.advance(Duration.ofMinutes(50));
        refuse();

        CredentialResult result = freshTokens.of(now(), Duration.ofSeconds(29));

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(now().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now().schedule().refusedSince()).contains(clock.instant());
    }

    private void refuse() {
        providers
                .simulators()
                .provider("quickbooks")
                .misbehave(new Misbehaviour.Answer(TOKENS, ALWAYS, 400, "{\"error\":\"invalid_grant\"}", Map.of()));
    }

    private void answerAgain() {
        providers.simulators().provider("quickbooks").behave();
    }

    private void runsFor(Duration length) {
        for (Duration passed = Duration.ZERO; passed.compareTo(length) < 0; passed = passed.plusMinutes(10)) {
            run();
            clock.advance(Duration.ofMinutes(10));
        }
    }

    /** Runs the worker with the schedule's message, as if the connection were due at every run. */
    private void run() {
        SQSMessage message = new SQSMessage();
        message.setMessageId("due");
        message.setBody(
                new RefreshMessage("quickbooks", false, List.of(new RefreshMessage.Member(workspace, connected.id())))
                        .toJson());
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));

        assertThat(worker.work(event, new RehearsalContext()).getBatchItemFailures())
                .isEmpty();
        written().filter(text -> !events.contains(text)).ifPresent(events::add);
    }

    private List<String> eventTypes() {
        return events.stream()
                .map(event -> event.replaceFirst(".*\"type\":\"([a-z.]+)\".*", "$1"))
                .toList();
    }

    /** Returns the event of the last write. */
    private Optional<String> written() {
        return Optional.ofNullable(aws.item(connected).get(PatchbayEvent.ATTRIBUTE))
                .map(AttributeValue::s);
    }

    private Connection now() {
        return providers.connections().find(workspace, connected.id()).orElseThrow();
    }
}
