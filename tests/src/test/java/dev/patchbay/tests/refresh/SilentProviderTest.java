package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.AppBreakers.State;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A token endpoint that accepts connections and does not answer: each request takes the ten seconds of an exchange. */
@ExtendWith(AwsUnderTest.class)
class SilentProviderTest {
    private static final Duration EXCHANGE = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final AppBreakers breakers;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Connection> connections;

    SilentProviderTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        breakers = RefreshUnderTest.breakers(aws, clock);
        connections = IntStream.range(0, 8)
                .mapToObj(each -> providers.connect(aws.newWorkspace(), "gmail", "john@gmail.com"))
                .toList();
        clock.advance(Duration.ofMinutes(50));
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void threeOfAMessageFindOutForAll() {
        work(silent(8), connections);

        assertThat(renewed()).isZero();
        // Two attempts each, unless another one's time is the second one's too: they share the clock.
        assertThat(asked.get()).as("requests of three connections").isBetween(3, 3 * 2);
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.OPEN);
        assertThat(statuses()).containsOnly(ConnectionStatus.CONNECTED);
    }

    @Test
    void theOtherMessagesOfTheAppSendNoRequests() {
        work(silent(8), connections.subList(0, 4));
        asked.set(0);

        work(silent(8), connections.subList(4, 8));

        assertThat(asked.get()).isZero();
    }

    @Test
    void theNextRunOfTheScheduleTriesAgain() {
        work(silent(8), connections);
        clock.advance(Duration.ofMinutes(10));

        work(providers.apps(), connections);

        assertThat(renewed()).isEqualTo(8);
    }

    @Test
    void oneThatGetsNoAnswerDoesNotKeepTheOthersFromTheirs() {
        work(silent(1), connections);

        assertThat(renewed()).isEqualTo(7);
        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.CLOSED);
    }

    @Test
    void leaseOfAnotherWorkerIsNoProviderTimeout() {
        connections.forEach(this::lease);

        work(providers.apps(), connections);

        assertThat(breakers.of(List.of("google"))).containsEntry("google", State.CLOSED);
    }

    @Test
    void aFaultOfOneConnectionTouchesNoOtherAndFailsNoMessage() {
        providers.destroyKeys(connections.getFirst().workspace());

        SQSBatchResponse response = work(providers.apps(), connections);

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(renewed()).isEqualTo(7);
    }

    /** Requests with the tokens of the first so many connections get no answer in time. */
    private OAuthApps silent(int first) {
        return app -> {
            if (asked.getAndIncrement() < 2 * first) {
                clock.advance(EXCHANGE);
                providers.simulators().google().misbehave(new Misbehaviour.DropBeforeActing("/token", 1));
            }
            return providers.apps().get(app);
        };
    }

    /** Another worker took it, and has not come back. */
    private void lease(Connection one) {
        FreshTokens crashes = providers.freshTokens(
                providers.connections(),
                app -> {
                    throw new IllegalStateException("crashed");
                },
                clock::advance);
        try {
            crashes.scheduled(
                    providers.connections().find(one.workspace(), one.id()).orElseThrow(), Duration.ofSeconds(29));
        } catch (IllegalStateException crashed) {
            assertThat(crashed).hasMessage("crashed");
        }
    }

    private SQSBatchResponse work(OAuthApps apps, List<Connection> due) {
        FreshTokens freshTokens = providers.freshTokens(providers.connections(), apps, clock::advance);
        return RefreshUnderTest.worker(providers, freshTokens, breakers, clock)
                .work(RefreshUnderTest.event(due), new RehearsalContext());
    }

    private long renewed() {
        return connections.stream()
                .filter(one -> providers
                        .connections()
                        .find(one.workspace(), one.id())
                        .orElseThrow()
                        .access()
                        .tokensIssuedAt()
                        .isAfter(one.access().tokensIssuedAt()))
                .count();
    }

    private List<ConnectionStatus> statuses() {
        return connections.stream()
                .map(one -> providers
                        .connections()
                        .find(one.workspace(), one.id())
                        .orElseThrow()
                        .status())
                .toList();
    }
}
