package dev.patchbay.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the schedule finds by the index. */
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

    @Test
    void readingGrowsWithTheDueAndNotWithTheOthers() {
        for (int i = 0; i < 20; i++) {
            connected(Optional.of(clock.instant()));
        }
        int few = requestsOfOneRead();
        for (int i = 0; i < 400; i++) {
            connected(Optional.of(clock.instant().plus(Duration.ofDays(300))));
        }

        int many = requestsOfOneRead();

        assertThat(few).isEqualTo(16);
        assertThat(many).isEqualTo(few);
        assertThat(found()).hasSize(20);
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
                Set.of(),
                SealedSecret.of(new byte[] {1, 2, 3}),
                Optional.empty(),
                Optional.empty(),
                refreshAt));
    }
}
