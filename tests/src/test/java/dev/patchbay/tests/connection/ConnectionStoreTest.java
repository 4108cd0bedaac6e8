package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.LostAnswer;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class ConnectionStoreTest {
    private final MovableClock clock = new MovableClock();
    private final ConnectionStore store;
    private final WorkspaceId workspace;

    ConnectionStoreTest(Aws aws) {
        store = new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock);
        workspace = aws.newWorkspace();
    }

    @Test
    void connectingTheSameAccountAgainRenewsTheSameConnection() {
        Connection first = store.connect(agreed(workspace, "john@gmail.com", "one"));
        clock.advance(Duration.ofDays(1));

        Connection second = store.connect(agreed(workspace, "john@gmail.com", "two"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.history().connectedAt()).isEqualTo(first.history().connectedAt());
        assertThat(second.credential()).contains(sealed("two"));
        assertThat(store.list(workspace)).hasSize(1);
    }

    @Test
    void anotherAccountOfTheSameProviderIsAnotherConnection() {
        store.connect(agreed(workspace, "john@gmail.com", "one"));
        store.connect(agreed(workspace, "jane@gmail.com", "two"));

        assertThat(store.list(workspace)).hasSize(2);
    }

    @Test
    void anotherWorkspaceSeesNothing(Aws aws) {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));
        WorkspaceId other = aws.newWorkspace();

        assertThat(store.find(other, connection.id())).isEmpty();
        assertThat(store.list(other)).isEmpty();
    }

    @Test
    void aDisconnectedConnectionIsGoneWithItsCredential() {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));

        boolean disconnected = store.disconnect(connection);

        assertThat(disconnected).isTrue();
        assertThat(store.find(workspace, connection.id())).isEmpty();
        assertThat(store.list(workspace)).isEmpty();
    }

    @Test
    void repeatedDisconnectAfterALostAnswerSucceeds(Aws aws) {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));
        DynamoDbClient dynamoDb = new LostAnswer("UpdateItem")
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();

        boolean disconnected =
                new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock).disconnect(connection);

        assertThat(disconnected).isTrue();
        assertThat(store.find(workspace, connection.id())).isEmpty();
    }

    @Test
    void onlyOneOfTwoDisconnectsDoesIt() {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));

        assertThat(store.disconnect(connection)).isTrue();
        assertThat(store.disconnect(connection)).isFalse();
    }

    @Test
    void useIsNotedToTheMinute() {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));
        store.touch(connection);
        Connection used = store.find(workspace, connection.id()).orElseThrow();

        clock.advance(Duration.ofSeconds(59));
        store.touch(used);

        assertThat(store.find(workspace, connection.id())).contains(used);
    }

    @Test
    void anEndThatWasOvertakenByAReconnectChangesNothing() {
        Connection seen = store.connect(agreed(workspace, "john@gmail.com", "one"));
        store.connect(agreed(workspace, "john@gmail.com", "two"));

        boolean ended = store.end(seen, ConnectionStatus.REVOKED, "invalid_grant");

        assertThat(ended).isFalse();
        assertThat(store.find(workspace, seen.id()).orElseThrow().status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void anEndedConnectionSaysSinceWhenAndWhy() {
        Connection connection = store.connect(agreed(workspace, "john@gmail.com", "one"));
        clock.advance(Duration.ofHours(3));

        store.end(connection, ConnectionStatus.EXPIRED, "grant_ended");

        Connection ended = store.find(workspace, connection.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(ConnectionStatus.EXPIRED);
        assertThat(ended.standing().reason()).contains("grant_ended");
        assertThat(ended.standing().since()).isEqualTo(clock.instant());
    }

    @Test
    void staleReadDoesNotChangeARecreatedConnection(Aws aws) {
        Connection seen = store.connect(agreed(workspace, "john@gmail.com", "one"));
        aws.clients()
                .dynamoDb()
                .deleteItem(request -> request.tableName(aws.table("ConnectionsTable"))
                        .key(Map.of(
                                "workspace", AttributeValue.fromS(workspace.value()),
                                "connection", AttributeValue.fromS(seen.id().value()))));
        clock.advance(Duration.ofSeconds(1));
        Connection next = store.connect(agreed(workspace, "john@gmail.com", "two"));

        assertThat(store.end(seen, ConnectionStatus.REVOKED, "invalid_grant")).isFalse();
        assertThat(store.find(workspace, seen.id())).contains(next);
    }

    private static NewConnection agreed(WorkspaceId workspace, String account, String credential) {
        return new NewConnection(
                workspace,
                new ProviderId("gmail"),
                new Account(account, account),
                new MemberId("ann"),
                Set.of("mail.send"),
                sealed(credential),
                Optional.empty());
    }

    private static SealedSecret sealed(String text) {
        return SealedSecret.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
