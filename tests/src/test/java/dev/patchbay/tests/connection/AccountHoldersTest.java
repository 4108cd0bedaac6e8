package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.Holding;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class AccountHoldersTest {
    private static final Account JOHN = new Account("john@gmail.com", "john@gmail.com");

    private final MovableClock clock = new MovableClock();
    private final SimulatedProviders providers;
    private final DynamoDbClient dynamoDb;
    private final AccountHolders holders;
    private final WorkspaceId workspace;
    private final WorkspaceId other;

    AccountHoldersTest(Aws aws) {
        providers = new SimulatedProviders(aws, clock);
        dynamoDb = aws.clients().dynamoDb();
        holders = providers.holders();
        workspace = aws.newWorkspace();
        other = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void eachHolderHasOneRow() {
        providers.connect(workspace, "gmail", JOHN.id());
        providers.connect(workspace, "gmail", JOHN.id());
        providers.connect(workspace, "google-calendar", JOHN.id());
        providers.connect(other, "gmail", JOHN.id());

        assertThat(providers.heldRows()).hasSize(3);
        assertThat(providers.heldRows())
                .extracting(row -> row.get("account"))
                .containsOnly(providers.heldRows().getFirst().get("account"));
    }

    @Test
    void aRowNamesNeitherAccountNorWorkspaceNorConnection() {
        Connection connection = providers.connect(workspace, "gmail", JOHN.id());

        assertThat(providers.heldRows()).singleElement().satisfies(row -> {
            assertThat(row.keySet()).containsExactlyInAnyOrder("account", "holder");
            assertThat(row.toString())
                    .doesNotContain(workspace.value(), connection.id().value(), "john", "google", "gmail");
        });
    }

    @Test
    void anEndedConnectionHoldsNothingUntilItIsConnectedAgain() {
        Connection connection = providers.connect(workspace, "gmail", JOHN.id());

        providers.connections().end(connection, ConnectionStatus.REVOKED, "invalid_grant");

        assertThat(providers.heldRows()).isEmpty();

        providers.connect(workspace, "gmail", JOHN.id());

        assertThat(providers.heldRows()).hasSize(1);
    }

    @Test
    void anEndThatWasOvertakenReleasesNothing() {
        Connection before = providers.connect(workspace, "gmail", JOHN.id());
        providers.connect(workspace, "gmail", JOHN.id());

        providers.connections().end(before, ConnectionStatus.REVOKED, "invalid_grant");

        assertThat(providers.heldRows()).hasSize(1);
    }

    @Test
    void aPendingGrantHoldsUntilItsEndByTheClock() {
        Holding pending = pending("one");
        write(holders.hold(pending, clock.instant().plus(Duration.ofMinutes(10))));

        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(holders.held(pending.account())).isTrue();
        assertThat(holders.heldByOthers(pending)).isFalse();
        assertThat(holders.heldByOthers(pending("two"))).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(holders.held(pending.account())).isFalse();
    }

    @Test
    void releasingAPendingGrantKeepsTheConnectionsRow() {
        Connection connection = providers.connect(workspace, "gmail", JOHN.id());
        write(holders.hold(pending("one"), clock.instant().plus(Duration.ofMinutes(10))));

        write(holders.release(pending("one")));

        assertThat(holders.held(connection.holding().orElseThrow().account())).isTrue();
        assertThat(holders.heldByOthers(connection.holding().orElseThrow())).isFalse();
    }

    @Test
    void nextRefreshRecordsAMissingHolder() {
        Connection before = unrecorded();
        assertThat(providers.heldRows()).isEmpty();
        clock.advance(Duration.ofHours(2));

        providers.freshTokens(clock::advance).of(before, Duration.ofSeconds(29));

        Connection now = providers.connections().find(workspace, before.id()).orElseThrow();
        assertThat(now.holding()).isPresent();
        assertThat(holders.held(now.holding().orElseThrow().account())).isTrue();
    }

    @Test
    void providersWhoseGrantsAreRevokedOneByOneHoldNothing() {
        OAuthProviderSimulator quickBooks =
                (OAuthProviderSimulator) providers.simulators().provider("quickbooks");
        Connection connection = providers.connect(
                workspace, "quickbooks", quickBooks.accounts().getFirst().login());

        assertThat(connection.holding()).isEmpty();
        assertThat(providers.heldRows()).isEmpty();
    }

    /** A connection as it was made before. */
    private Connection unrecorded() {
        Connection made = providers.connect(workspace, "gmail", JOHN.id());
        providers.connections().disconnect(made);
        return providers
                .connections()
                .connect(new NewConnection(
                        workspace,
                        made.provider(),
                        made.account(),
                        made.history().connectedBy(),
                        made.scopes(),
                        made.credential().orElseThrow(),
                        Optional.of(clock.instant().plus(Duration.ofHours(1)))));
    }

    private Holding pending(String id) {
        Provider gmail = providers.catalog().get(new ProviderId("gmail"));
        return providers.holderNames().pending(gmail, JOHN, workspace, id).orElseThrow();
    }

    private void write(TransactWriteItem part) {
        dynamoDb.transactWriteItems(request -> request.transactItems(part));
    }
}
