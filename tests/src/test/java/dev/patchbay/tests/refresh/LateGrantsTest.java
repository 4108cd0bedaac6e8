package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.Pause;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.FailedRefresh;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.RefreshLease;
import dev.patchbay.connection.RefreshedTokens;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.refresh.LateGrants;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * When the answer to a single-use refresh token, which came after another worker had taken the lease over, is stored: only while the
 * connection still holds the spent token.
 */
@ExtendWith(AwsUnderTest.class)
class LateGrantsTest {
    private final MovableClock clock = new MovableClock();
    private final WorkspaceId workspace;
    private final ConnectionStore slow;
    private final ConnectionStore thief;
    private final SharedAccounts shared;
    private final Provider slack =
            new ProviderCatalog(LateGrantsTest.class.getClassLoader(), Map.of()).get(new ProviderId("slack"));
    private Connection connection;
    private RefreshLease lost;
    private RefreshLease stolen;

    LateGrantsTest(Aws aws) {
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        workspace = aws.newWorkspace();
        slow = new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock);
        thief = new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock);
        shared = SharedAccounts.withoutKey(new AccountHolders(dynamoDb, aws.table("AccountHoldersTable"), clock));
        connection = slow.connect(agreed("spent"));
        lost = slow.leases().take(connection, true).orElseThrow();
        clock.advance(Duration.ofMinutes(7));
        stolen = thief.leases().take(now(), true).orElseThrow();
    }

    @BeforeEach
    void theThiefDoubtsTheToken() {
        assertThat(stolen.outcomeUnknown()).isTrue();
    }

    @Test
    void keepsTheGrantOfTheThief() {
        thief.leases().store(stolen, granted("thief's"), Optional.empty());

        assertThat(storesLate()).isFalse();
        assertThat(now().credential()).contains(sealed("thief's"));
    }

    @Test
    void lateAnswerRestoresAConnectionThatTheThiefEnded() {
        thief.end(stolen.connection(), ConnectionStatus.EXPIRED, LateGrants.OUTCOME_UNKNOWN);

        assertThat(storesLate()).isTrue();
        assertThat(now().credential()).contains(sealed("late"));
        assertThat(now().status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(now().standing().reason()).isEmpty();
        assertThat(now().schedule().refreshAt()).isPresent();
    }

    @Test
    void reconnectStays() {
        thief.end(stolen.connection(), ConnectionStatus.EXPIRED, LateGrants.OUTCOME_UNKNOWN);
        thief.connect(agreed("reconnected"));

        assertThat(storesLate()).isFalse();
        assertThat(now().credential()).contains(sealed("reconnected"));
    }

    @Test
    void disconnectStays() {
        thief.end(stolen.connection(), ConnectionStatus.EXPIRED, LateGrants.OUTCOME_UNKNOWN);
        thief.disconnect(now());

        assertThat(storesLate()).isFalse();
        assertThat(slow.find(workspace, connection.id())).isEmpty();
    }

    @Test
    void connectionThatEndedForAnotherReasonStaysEnded() {
        thief.end(stolen.connection(), ConnectionStatus.REVOKED, "invalid_grant");

        assertThat(storesLate()).isFalse();
        assertThat(now().status()).isEqualTo(ConnectionStatus.REVOKED);
    }

    @Test
    void answerIsStoredAfterTheThiefMetAnOutage() {
        thief.leases().fail(stolen, new FailedRefresh("status_503", true, false, clock.instant(), Optional.empty()));

        assertThat(storesLate()).isTrue();
        assertThat(now().credential()).contains(sealed("late"));
        assertThat(now().status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void answerWaitsForTheThief() {
        Pause thiefIsDone = pause -> thief.leases().store(stolen, granted("thief's"), Optional.empty());

        assertThat(storesLate(thiefIsDone)).isFalse();
        assertThat(now().credential()).contains(sealed("thief's"));
    }

    @Test
    void answerIsStoredIfTheThiefHasCrashed() {
        assertThat(storesLate(clock::advance)).isTrue();
        assertThat(now().credential()).contains(sealed("late"));
    }

    private boolean storesLate() {
        return storesLate(pause -> {
            throw new AssertionError("There is no other worker to wait for");
        });
    }

    private boolean storesLate(Pause pause) {
        Instant until = clock.instant().plusSeconds(40);
        return new LateGrants(slow, shared, clock, pause).store(lost, slack, granted("late"), until);
    }

    private Connection now() {
        return slow.find(workspace, connection.id()).orElseThrow();
    }

    private RefreshedTokens granted(String credential) {
        Instant end = clock.instant().plus(Duration.ofHours(12));
        return new RefreshedTokens(
                sealed(credential),
                Optional.of(end),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(end));
    }

    private NewConnection agreed(String credential) {
        return new NewConnection(
                workspace,
                new ProviderId("slack"),
                new Account("T1", "Acme"),
                new MemberId("ann"),
                Set.of(),
                sealed(credential),
                Optional.empty());
    }

    private static SealedSecret sealed(String text) {
        return SealedSecret.of((text + "-".repeat(64)).getBytes(StandardCharsets.UTF_8));
    }
}
