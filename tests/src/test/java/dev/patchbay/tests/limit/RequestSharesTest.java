package dev.patchbay.tests.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A workspace keeps to its share of the API over all instances, and no other workspace notices. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class RequestSharesTest {
    private static final int SHARE = 50;
    private static final int UNCOUNTED = 5;

    private final MovableClock clock = new MovableClock();
    private final CountedRequests counted = new CountedRequests();
    private final Aws aws;
    private final DynamoDbClient dynamoDb;
    private final WorkspaceId workspace;

    RequestSharesTest(Aws aws) {
        this.aws = aws;
        dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        workspace = aws.newWorkspace();
    }

    @Test
    void aWorkspaceThatSendsLittleCausesNoRequest() {
        RequestLimit instance = instance();

        for (int minute = 0; minute < 10; minute++) {
            assertThat(admitted(instance, workspace, UNCOUNTED)).isEqualTo(UNCOUNTED);
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(counted.operations()).isEmpty();
    }

    @Test
    void anInstanceAnswersTheShareAndWhatItDoesNotCount() {
        assertThat(admitted(instance(), workspace, 300)).isEqualTo(UNCOUNTED + SHARE);

        assertThat(counted.operations())
                .as("one for each permit, and one that finds none left")
                .hasSize(SHARE + 1)
                .containsOnly("UpdateItem");
    }

    @Test
    void allInstancesTogetherAnswerTheShare() {
        List<RequestLimit> instances = Stream.generate(this::instance).limit(20).toList();

        int before = instances.stream()
                .mapToInt(instance -> admitted(instance, workspace, UNCOUNTED))
                .sum();
        int admitted = IntStream.range(0, 10)
                .map(round -> instances.stream()
                        .mapToInt(instance -> admitted(instance, workspace, 1))
                        .sum())
                .sum();

        assertThat(before).isEqualTo(20 * UNCOUNTED);
        assertThat(admitted).isEqualTo(SHARE);
    }

    @Test
    void theNextSecondHasAShareOfItsOwn() {
        RequestLimit instance = instance();
        admitted(instance, workspace, 300);

        clock.advance(Duration.ofSeconds(1));

        assertThat(admitted(instance, workspace, 300)).isEqualTo(SHARE);
    }

    @Test
    void anInstanceThatIsSentMuchTakesSeveralPermitsAtOnce() {
        RequestLimit instance = instance();
        admitted(instance, workspace, 40);
        int before = counted.operations().size();

        clock.advance(Duration.ofSeconds(1));

        assertThat(admitted(instance, workspace, 40)).isEqualTo(40);
        assertThat(counted.operations()).as("a tenth of the share at once").hasSize(before + 8);
    }

    @Test
    void permitsThatOthersLeftAreAllUsed() {
        RequestLimit busy = instance();
        admitted(busy, workspace, 40);
        clock.advance(Duration.ofSeconds(1));
        RequestLimit other = instance();
        admitted(other, workspace, UNCOUNTED + SHARE - 3);

        assertThat(admitted(busy, workspace, 10))
                .as("it asks for five and gets three")
                .isEqualTo(3);
    }

    @Test
    void aWorkspaceOverItsShareDoesNotSlowAnother() {
        RequestLimit instance = instance();
        WorkspaceId other = aws.newWorkspace();
        int refused = 0;
        int admitted = 0;

        for (int second = 0; second < 5; second++) {
            refused += 1_000 - admitted(instance, workspace, 1_000);
            admitted += admitted(instance, other, SHARE);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(refused).isEqualTo(5 * (1_000 - SHARE) - UNCOUNTED);
        assertThat(admitted).isEqualTo(5 * SHARE);
    }

    @Test
    void admitsAllIfTheTableFailsAndAsksItOnceASecond() {
        RequestLimit instance = new RequestShares(dynamoDb, "no-such-table", SHARE, Duration.ofMinutes(1), clock);

        assertThat(admitted(instance, workspace, 300)).isEqualTo(300);

        assertThat(counted.operations()).hasSize(1);
    }

    private RequestLimit instance() {
        return new RequestShares(dynamoDb, aws.table("LimitsTable"), SHARE, Duration.ofMinutes(1), clock);
    }

    private static int admitted(RequestLimit instance, WorkspaceId workspace, int requests) {
        return (int) IntStream.range(0, requests)
                .filter(request -> instance.admits(workspace))
                .count();
    }
}
