package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.patchbay.aws.Item;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.functions.refresh.RefreshFanOut;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** The messages that the schedule queues, and where it resumes if it runs out of time. */
@ExtendWith(AwsUnderTest.class)
class RefreshFanOutTest {
    private static final int PLENTY = 540_000;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final ProviderCatalog catalog = new ProviderCatalog(RefreshFanOutTest.class.getClassLoader(), Map.of());
    private final String queue;
    private final DueRows rows;

    RefreshFanOutTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        queue = aws.newQueue("RefreshQueue");
        rows = new DueRows(aws);
    }

    @Test
    void aMessageHoldsUpToTenConnectionsOfOneApp() {
        rows.add("gmail", 25, clock.instant());
        rows.add("google-calendar", 5, clock.instant());
        rows.add("slack", 3, clock.instant());
        rows.add("apollo", 2, clock.instant());
        clock.advance(Duration.ofMinutes(1));

        int queued = fanOut(1).run(() -> PLENTY).queued();

        List<RefreshMessage> messages = received().stream()
                .map(message -> RefreshMessage.of(message.body()))
                .toList();
        assertThat(queued).isEqualTo(35);
        assertThat(messages)
                .extracting(
                        RefreshMessage::app, message -> message.connections().size())
                .containsExactlyInAnyOrder(
                        tuple("google", 10),
                        tuple("google", 10),
                        tuple("google", 10),
                        tuple("slack", 3),
                        tuple("apollo", 2));
    }

    @Test
    void ofEachAppNoMoreMessagesAreUnderWayThanItHasLanes() {
        rows.add("gmail", 100, clock.instant());
        rows.add("slack", 30, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        fanOut(1).run(() -> PLENTY);

        List<String> underWay = IntStream.range(0, 13)
                .mapToObj(receive -> received(1))
                .flatMap(List::stream)
                .map(message -> message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .toList();

        assertThat(underWay).containsExactlyInAnyOrder("google-0", "google-1", "slack-0", "slack-1");
    }

    @Test
    void aRunBeginsAtARandomShard() {
        rows.add("gmail", 160, clock.instant());
        clock.advance(Duration.ofMinutes(1));

        Set<Integer> first = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            // Neighbouring seeds give nearly the same first number.
            fanOut(seed * 0x9E3779B97F4A7C15L).run(timeFor(1));
            first.add(shardOfBookmark());
            removeBookmark();
        }

        assertThat(first).hasSizeGreaterThan(5);
    }

    @Test
    void aRunThatStopsIsContinuedByTheNextUntilAllAreQueuedOnce() {
        rows.add("gmail", 150, clock.instant());
        rows.add("slack", 50, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        List<Member> queued = new ArrayList<>();

        int runs = 0;
        RefreshFanOut.Run run;
        do {
            run = fanOut(runs++).run(timeFor(13));
            List<Member> some = members();
            queued.addAll(some);
            rows.refreshed(some);
        } while (!run.complete() && runs < 100);

        assertThat(runs).isEqualTo(16);
        assertThat(queued).hasSize(200).doesNotHaveDuplicates();
        assertThat(bookmark()).isEmpty();
    }

    @Test
    void noneIsLeftOutWhereRunsNeverReachTheEnd() {
        rows.add("gmail", 200, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        List<Member> queued = new ArrayList<>();

        for (int run = 0; run < 20; run++) {
            assertThat(fanOut(run).run(timeFor(10)).complete()).isFalse();
            queued.addAll(members());
        }

        assertThat(queued).as("each once before any comes again").hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void aRunThatAFaultEndsIsNotRepeatedFromItsBeginning() {
        rows.add("gmail", 64, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        IntSupplier fails = new IntSupplier() {
            private int asked;

            @Override
            public int getAsInt() {
                if (++asked == 32) {
                    throw new IllegalStateException("a fault");
                }
                return PLENTY;
            }
        };

        assertThatThrownBy(() -> fanOut(1).run(fails)).hasMessage("a fault");
        List<Member> first = members();
        fanOut(2).run(timeFor(32));
        List<Member> second = members();

        assertThat(first).hasSize(32);
        assertThat(second).hasSize(32).doesNotContainAnyElementsOf(first);
    }

    @Test
    void sendsReadConnectionsIfThePlaceCannotBeStored() {
        rows.add("gmail", 64, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        Interposed fails = Interposed.beforeFirst("PutItem", () -> {
            throw new IllegalStateException("no place is kept");
        });
        DynamoDbClient dynamoDb =
                fails.in(aws.clients().configured(DynamoDbClient.builder())).build();
        RefreshFanOut fanOut = RefreshUnderTest.fanOut(aws, dynamoDb, catalog, queue, clock, 1);
        IntSupplier fault = () -> {
            throw new IllegalStateException("a fault");
        };

        assertThatThrownBy(() -> fanOut.run(fault))
                .hasMessage("a fault")
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
        assertThat(members()).hasSize(1);
    }

    @Test
    void aRowThatCannotBeReadKeepsNoOtherFromBeingQueued() {
        rows.add("not a provider", 16, clock.instant());
        rows.add("gmail", 32, clock.instant());
        clock.advance(Duration.ofMinutes(1));

        RefreshFanOut.Run run = fanOut(1).run(() -> PLENTY);

        assertThat(run).isEqualTo(new RefreshFanOut.Run(32, true));
        assertThat(members()).hasSize(32);
    }

    /** A run's time is over when so many connections were read. */
    private static IntSupplier timeFor(int connections) {
        return new IntSupplier() {
            private int read;

            @Override
            public int getAsInt() {
                return ++read < connections ? PLENTY : 9_999;
            }
        };
    }

    private RefreshFanOut fanOut(long seed) {
        return RefreshUnderTest.fanOut(aws, aws.clients().dynamoDb(), catalog, queue, clock, seed);
    }

    private List<Member> members() {
        return received().stream()
                .flatMap(message -> RefreshMessage.of(message.body()).connections().stream())
                .toList();
    }

    /** All that is in the queue, which is empty then. */
    private List<Message> received() {
        List<Message> all = new ArrayList<>();
        for (List<Message> some = received(10); !some.isEmpty(); some = received(10)) {
            all.addAll(some);
            some.forEach(message -> aws.clients()
                    .sqs()
                    .deleteMessage(request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
        }
        return all;
    }

    private List<Message> received(int most) {
        return aws.clients()
                .sqs()
                .receiveMessage(request -> request.queueUrl(queue)
                        .maxNumberOfMessages(most)
                        .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .messages();
    }

    private int shardOfBookmark() {
        return Math.toIntExact(Item.of(bookmark()).number("refreshShard"));
    }

    private Map<String, AttributeValue> bookmark() {
        return aws.clients()
                .dynamoDb()
                .getItem(request -> request.tableName(aws.table("OAuthAppsTable"))
                        .key(Map.of("app", AttributeValue.fromS("_schedule"))))
                .item();
    }

    private void removeBookmark() {
        aws.clients()
                .dynamoDb()
                .deleteItem(request -> request.tableName(aws.table("OAuthAppsTable"))
                        .key(Map.of("app", AttributeValue.fromS("_schedule"))));
    }
}
