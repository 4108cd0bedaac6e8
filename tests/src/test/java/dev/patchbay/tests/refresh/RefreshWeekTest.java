package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.Account;
import dev.patchbay.refresh.AppBreakers;
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
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The schedule over a long time, with a provider of which one request in fifty fails. As a part of the build, a short time and few
 * connections; {@code -Dweek.connections=2000 -Dweek.days=7} makes it a week of 2,000. Prints the counts.
 */
@ExtendWith(AwsUnderTest.class)
class RefreshWeekTest {
    private static final int CONNECTIONS = Integer.getInteger("week.connections", 20);
    private static final int DAYS = Integer.getInteger("week.days", 1);

    /** Google keeps a hundred refresh tokens of an account. */
    private static final int ACCOUNTS = Math.max(2, CONNECTIONS / 100);

    private static final int ONE_IN_USE_OF = 10;
    private static final double FAULTS = 0.02;
    private static final double ENOUGH = 0.999;
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int RUNS = Math.toIntExact(Duration.ofDays(DAYS).dividedBy(INTERVAL));
    private static final int WORKERS = 4;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final ConnectionStore connections;
    private final SqsClient sqs;
    private final String queue;
    private final RandomGenerator random = new Random(2026);
    private final AtomicInteger faults = new AtomicInteger();
    private int due;
    private int late;

    RefreshWeekTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        providers = new SimulatedProviders(aws, clock);
        connections = providers.connections();
        sqs = aws.clients().sqs();
        queue = aws.newQueue("RefreshQueue");
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    @Tag("proof")
    void nearlyEveryRefreshSucceedsAtOnceAndUnattended() throws Exception {
        List<Connection> connected = connect();

        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            for (int run = 0; run < RUNS; run++) {
                clock.advance(INTERVAL);
                use(connected, run);
                schedule(workers);
            }
        }

        List<Connection> now = connected.stream()
                .map(one -> connections.find(one.workspace(), one.id()).orElseThrow())
                .toList();
        print(now);
        assertThat(now).allMatch(connection -> connection.status() == ConnectionStatus.CONNECTED);
        assertThat(success()).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(faults.get()).isPositive();
    }

    private List<Connection> connect() {
        for (int account = providers.simulators().google().accounts().size(); account < ACCOUNTS; account++) {
            providers.simulators().google().add(new Account("id-" + account, login(account), "Person " + account));
        }
        List<Connection> connected = new ArrayList<>();
        WorkspaceId workspace = aws.newWorkspace();
        for (int i = 0; i < CONNECTIONS; i++) {
            // A workspace has an account once.
            workspace = i % ACCOUNTS == 0 ? aws.newWorkspace() : workspace;
            connected.add(providers.connect(workspace, "gmail", login(i % ACCOUNTS)));
        }
        return connected;
    }

    private static String login(int account) {
        return switch (account) {
            case 0 -> "john@gmail.com";
            case 1 -> "jane@gmail.com";
            default -> "person-" + account + "@gmail.com";
        };
    }

    /** Connections in use are refreshed before each token expires, the others once a day. */
    private void use(List<Connection> connected, int run) {
        if (run % 36 == 0) {
            for (int i = 0; i < connected.size(); i += ONE_IN_USE_OF) {
                Connection one = connected.get(i);
                connections.find(one.workspace(), one.id()).ifPresent(connections::touch);
            }
        }
    }

    private void schedule(ExecutorService threads) throws Exception {
        AppBreakers breakers = new AppBreakers(aws.clients().dynamoDb(), aws.table("OAuthAppsTable"), clock);
        DueConnections index = new DueConnections(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock);
        List<Due> now = index.now().toList();
        int queued = RefreshUnderTest.fanOut(aws, providers.catalog(), queue, clock)
                .run(() -> 540_000)
                .queued();
        // No wait takes real time; the workers' clock stands still during a run.
        FreshTokens freshTokens = providers.freshTokens(connections, unreliable(), pause -> {});
        RefreshWorker worker = RefreshUnderTest.worker(providers, freshTokens, breakers, clock);
        List<Future<Integer>> working = new ArrayList<>();
        for (int one = 0; one < WORKERS; one++) {
            working.add(threads.submit(() -> work(worker)));
        }
        int done = 0;
        for (Future<Integer> one : working) {
            done += one.get();
        }
        assertThat(done).isEqualTo(queued).isEqualTo(now.size());
        due += now.size();
        late += (int) now.stream().filter(one -> !renewed(one)).count();
    }

    private int work(RefreshWorker worker) {
        int done = 0;
        for (List<Message> batch = receive(); !batch.isEmpty(); batch = receive()) {
            SQSEvent event = new SQSEvent();
            event.setRecords(batch.stream().map(RefreshUnderTest::record).toList());
            assertThat(worker.work(event, new RehearsalContext()).getBatchItemFailures())
                    .isEmpty();
            batch.forEach(message ->
                    sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
            done += batch.stream()
                    .mapToInt(message ->
                            RefreshMessage.of(message.body()).connections().size())
                    .sum();
        }
        return done;
    }

    private List<Message> receive() {
        return sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
                .messages();
    }

    /** The app is read before each request to the token endpoint: of these, one in fifty meets a fault. */
    private OAuthApps unreliable() {
        return app -> {
            fault();
            return providers.apps().get(app);
        };
    }

    private synchronized void fault() {
        if (random.nextDouble() < FAULTS) {
            faults.incrementAndGet();
            providers
                    .simulators()
                    .google()
                    .misbehave(
                            switch (random.nextInt(5)) {
                                case 0 -> new Misbehaviour.Answer("/token", 1, 500);
                                case 1 -> new Misbehaviour.Answer("/token", 1, 503);
                                case 2 -> new Misbehaviour.RateLimit("/token", 1, "");
                                case 3 -> new Misbehaviour.DropBeforeActing("/token", 1);
                                default -> new Misbehaviour.DropAfterActing("/token", 1);
                            });
        }
    }

    private boolean renewed(Due one) {
        return connections
                .find(one.workspace(), one.id())
                .filter(now -> now.access().tokensIssuedAt().equals(clock.instant()))
                .isPresent();
    }

    private double success() {
        return 1 - (double) late / due;
    }

    private void print(List<Connection> now) {
        System.out.printf(
                Locale.ROOT,
                """
                %,d connections over %d days, 1 in %d in use, %.0f %% faults
                runs of the schedule        %,9d
                requests for tokens         %,9d
                of these with a fault       %,9d
                refreshes that were due     %,9d
                of these not at once        %,9d
                refreshed at once           %9.4f %%
                connections that need a person %6d
                """,
                CONNECTIONS,
                DAYS,
                ONE_IN_USE_OF,
                100 * FAULTS,
                RUNS,
                providers.refreshes(),
                faults.get(),
                due,
                late,
                100 * success(),
                now.stream().filter(connection -> !connection.status().usable()).count());
    }
}
