package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One provider hangs with 500 connections due, and another has 50. The schedule and the queue are the real ones, with the attributes and
 * limits that template.yaml sets; the workers are simulated, in simulated time. The worst is assumed of the one that hangs: no breaker
 * opens, and each of its messages takes all three rounds.
 */
@ExtendWith(AwsUnderTest.class)
class RefreshSharesTest {
    private static final int HANGING = 500;
    private static final int OTHERS = 50;
    /** A token answer, with the requests to AWS around it. */
    private static final Duration REFRESH = Duration.ofMillis(400);
    /** Two attempts of ten seconds and the wait between them. */
    private static final Duration HANGING_REFRESH = Duration.ofMillis(21_500);

    private final MovableClock clock = new MovableClock();
    private final Aws aws;

    /** A message that a simulated worker has. */
    private record Work(long until, RefreshMessage refreshes, Message message) {}

    /**
     * What came of a run.
     *
     * @param last by app, when its last connection was refreshed, in milliseconds
     * @param most by app, how many workers it had at once
     */
    private record Outcome(Map<String, Long> last, Map<String, Integer> most) {
        long lastOf(String app) {
            return last.getOrDefault(app, 0L);
        }

        int mostOf(String app) {
            return most.getOrDefault(app, 0);
        }
    }

    RefreshSharesTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
    }

    @Test
    void aProviderThatHangsTakesNothingOfAnothersShare() throws IOException {
        Outcome healthy = run(REFRESH);
        Outcome hanging = run(HANGING_REFRESH);

        String table = table(healthy, hanging);
        System.out.println(table);
        assertThat(Files.readString(Path.of(System.getProperty("project.root"), "docs/operations.md")))
                .contains(table);
        assertThat(healthy.lastOf("slack")).isPositive();
        assertThat(hanging.lastOf("slack")).isLessThanOrEqualTo(healthy.lastOf("slack") * 12 / 10);
        assertThat(hanging.mostOf("google")).isEqualTo(lanes());
        assertThat(lanes()).isLessThanOrEqualTo(workers() / 5);
    }

    private Outcome run(Duration google) {
        Aws fresh = aws.withEmpty("ConnectionsTable", "OAuthAppsTable");
        String queue = fresh.newQueue("RefreshQueue");
        DueRows rows = new DueRows(fresh);
        rows.add("gmail", HANGING, clock.instant());
        rows.add("slack", OTHERS, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        RefreshUnderTest.fanOut(
                        fresh, new ProviderCatalog(RefreshSharesTest.class.getClassLoader(), Map.of()), queue, clock)
                .run(() -> 540_000);
        return worked(queue, Map.of("google", google, "slack", REFRESH));
    }

    private Outcome worked(String queue, Map<String, Duration> refreshes) {
        Map<String, Long> last = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        PriorityQueue<Work> running = new PriorityQueue<>(Comparator.comparingLong(Work::until));
        long now = 0;
        while (true) {
            for (List<Message> received = receive(queue); !received.isEmpty(); received = receive(queue)) {
                for (Message message : received) {
                    RefreshMessage refresh = RefreshMessage.of(message.body());
                    running.add(new Work(
                            now + taken(refresh, refreshes.getOrDefault(refresh.app(), REFRESH)), refresh, message));
                }
                running.stream()
                        .map(work -> work.refreshes().app())
                        .distinct()
                        .forEach(app -> most.merge(app, count(running, app), Math::max));
                if (running.size() >= workers()) {
                    break;
                }
            }
            if (running.isEmpty()) {
                return new Outcome(last, most);
            }
            Work done = running.remove();
            now = done.until();
            last.put(done.refreshes().app(), now);
            aws.clients()
                    .sqs()
                    .deleteMessage(request ->
                            request.queueUrl(queue).receiptHandle(done.message().receiptHandle()));
        }
    }

    private static int count(PriorityQueue<Work> running, String app) {
        return Math.toIntExact(running.stream()
                .filter(work -> work.refreshes().app().equals(app))
                .count());
    }

    /** One connection tries for the others of its message; if it hangs, two more do before the rest. */
    private static long taken(RefreshMessage refresh, Duration each) {
        int rounds = each.equals(REFRESH) ? 2 : 3;
        return each.toMillis() * Math.min(refresh.connections().size(), rounds);
    }

    private List<Message> receive(String queue) {
        return aws.clients()
                .sqs()
                .receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(source().batchSize())
                        .visibilityTimeout(3_600))
                .messages();
    }

    private EventSource.Queue source() {
        return aws.stack()
                .function("RefreshFunction")
                .events(EventSource.Queue.class)
                .findFirst()
                .orElseThrow();
    }

    private int workers() {
        return source().maximumConcurrency().orElseThrow();
    }

    private int lanes() {
        return Integer.parseInt(
                aws.stack().function("RefreshScheduleFunction").environment().get("REFRESH_LANES"));
    }

    private static String table(Outcome healthy, Outcome hanging) {
        return String.format(
                        Locale.ROOT,
                        """
                        | %d connections of one app due, %d of another | both answer | the first hangs |
                        |---|---:|---:|
                        | first app: workers at once | %d | %d |
                        | second app: last connection refreshed after | %.1f s | %.1f s |
                        """,
                        HANGING,
                        OTHERS,
                        healthy.mostOf("google"),
                        hanging.mostOf("google"),
                        healthy.lastOf("slack") / 1e3,
                        hanging.lastOf("slack") / 1e3)
                .strip();
    }
}
