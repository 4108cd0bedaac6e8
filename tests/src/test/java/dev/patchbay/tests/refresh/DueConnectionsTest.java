package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What the schedule finds by the index. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class DueConnectionsTest {
    private static final ProviderId GMAIL = new ProviderId("gmail");

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final WorkspaceId workspace;
    private final ConnectionStore connections;

    DueConnectionsTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable");
        workspace = aws.newWorkspace();
        connections = new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock);
    }

    @Test
    void aConnectionIsFoundFromTheTimeItIsDue() {
        Connection connection = connected(Optional.of(clock.instant().plus(Duration.ofMinutes(5))));

        List<ConnectionId> before = found();
        clock.advance(Duration.ofMinutes(5));
        List<ConnectionId> after = found();

        assertThat(before).isEmpty();
        assertThat(after).containsExactly(connection.id());
    }

    @Test
    void aConnectionThatIsNeverDueIsNotInTheIndex() {
        connected(Optional.empty());
        clock.advance(Duration.ofDays(1000));

        assertThat(found()).isEmpty();
    }

    @Test
    void oneThatHasEndedIsNotFound() {
        Connection connection = connected(Optional.of(clock.instant()));

        connections.end(connection, ConnectionStatus.REVOKED, "invalid_grant");

        assertThat(found()).isEmpty();
    }

    @Test
    void oneThatWasDisconnectedIsNotFound() {
        Connection connection = connected(Optional.of(clock.instant()));

        connections.disconnect(connection);

        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 3_000})
    void readsAHundredDueWithOneRequestPerShard(int connections) {
        assumeThat(aws.requests())
                .as("So many rows take minutes in other servers")
                .isPresent();
        fill(100, clock.instant());
        fill(connections - 100, clock.instant().plus(Duration.ofDays(300)));

        assertThat(found()).hasSize(100);
        assertThat(requestsOfOneRead()).isEqualTo(16);
    }

    /** Copies of a connection, each in a shard of its own choice. */
    private void fill(int rows, Instant due) {
        Map<String, AttributeValue> one = aws.item(connected(Optional.of(due)));
        List<WriteRequest> copies = IntStream.range(1, rows)
                .mapToObj(row -> {
                    Map<String, AttributeValue> copy = new HashMap<>(one);
                    copy.put("connection", AttributeValue.fromS(anyId()));
                    copy.put("refreshShard", AttributeValue.fromN(Integer.toString(row % 16)));
                    return WriteRequest.builder()
                            .putRequest(put -> put.item(copy))
                            .build();
                })
                .toList();
        for (int from = 0; from < copies.size(); from += 25) {
            List<WriteRequest> batch = copies.subList(from, Math.min(from + 25, copies.size()));
            aws.clients()
                    .dynamoDb()
                    .batchWriteItem(request -> request.requestItems(Map.of(aws.table("ConnectionsTable"), batch)));
        }
    }

    private static String anyId() {
        return "conn_" + UUID.randomUUID().toString().replace("-", "").substring(0, 26);
    }

    private int requestsOfOneRead() {
        CountedRequests counted = new CountedRequests();
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        new DueConnections(dynamoDb, aws.table("ConnectionsTable"), clock)
                .now()
                .forEach(due -> assertThat(due.provider()).isEqualTo(GMAIL));
        return counted.operations().size();
    }

    private List<ConnectionId> found() {
        return new DueConnections(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock)
                .now()
                .map(Due::id)
                .toList();
    }

    private Connection connected(Optional<Instant> refreshAt) {
        String account = UUID.randomUUID().toString();
        return connections.connect(new NewConnection(
                workspace,
                GMAIL,
                LinkedAccount.of(new Account(account, account)),
                new MemberId("ann"),
                new NewAccess(
                        Set.of(),
                        SealedSecret.of(new byte[] {1, 2, 3}),
                        Optional.empty(),
                        Optional.empty(),
                        refreshAt)));
    }
}
