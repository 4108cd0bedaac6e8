package dev.patchbay.tests.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ExpiringGrants;
import dev.patchbay.connection.ExpiryWarnings;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.GrantForecast;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.functions.expiry.ExpiryCheck;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.Interposed;
import dev.patchbay.tests.fixture.SimulatedProviders;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The warnings before a grant expires, and its expiry, day by day. */
@ExtendWith(AwsUnderTest.class)
class ExpiryCheckTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TIME_ENOUGH = 900_000;
    private static final Map<String, Integer> NOTHING = Map.of("warned", 0, "ended", 0);

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final WorkspaceId workspace;
    private final ConnectionStore connections;

    ExpiryCheckTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable");
        workspace = aws.newWorkspace();
        connections = store(aws.clients().dynamoDb());
    }

    @Test
    void eachWarningIsWrittenOnceUntilTheGrantExpires() {
        Connection connection = endingIn(Duration.ofDays(10));

        List<String> warnings = new ArrayList<>();
        for (int day = 0; day <= 11; day++) {
            Map<String, Integer> outcome = run();
            if (!outcome.equals(NOTHING)) {
                warnings.add(lastEvent(connection).path("type").asText() + " "
                        + lastEvent(connection).path("daysLeft").asText());
            }
            clock.advance(Duration.ofDays(1).minusHours(1));
        }

        // Each run is an hour earlier in the day, so that the last one before the end is on the day itself.
        assertThat(warnings)
                .containsExactly(
                        "connection.expiring 7",
                        "connection.expiring 3",
                        "connection.expiring 1",
                        "connection.expiring 0",
                        "connection.expired ");
    }

    @Test
    void aWarningSaysWhenAndWhy() {
        Connection connection = endingIn(Duration.ofDays(3));

        run();

        JsonNode event = lastEvent(connection);
        assertThat(event.path("connectionId").asText())
                .isEqualTo(connection.id().value());
        assertThat(event.path("provider").asText()).isEqualTo("linkedin");
        assertThat(event.path("at").asText())
                .isEqualTo(clock.instant().plus(Duration.ofDays(3)).toString());
        assertThat(event.path("why").asText()).isEqualTo("LinkedIn ends it.");
    }

    @Test
    void aRepeatedRunWritesNoFurtherEvent() {
        Connection connection = endingIn(Duration.ofDays(7));
        run();
        JsonNode first = lastEvent(connection);

        Map<String, Integer> second = run();

        assertThat(second).isEqualTo(NOTHING);
        assertThat(lastEvent(connection)).isEqualTo(first);
    }

    @Test
    void concurrentRunsWriteEachWarningOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            endingIn(Duration.ofDays(7));
        }

        List<Map<String, Integer>> outcomes = Together.call(4, this::run);

        assertThat(outcomes.stream().mapToInt(outcome -> outcome.getOrDefault("warned", 0)))
                .satisfies(warned -> assertThat(
                                warned.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(20));
    }

    @Test
    void afterMissedDaysOnlyTheTightestWarningIsWritten() {
        Connection connection = endingIn(Duration.ofDays(8));
        run();
        clock.advance(Duration.ofDays(6));

        Map<String, Integer> late = run();
        JsonNode warning = lastEvent(connection);
        Map<String, Integer> again = run();

        assertThat(late).containsEntry("warned", 1);
        assertThat(warning.path("daysLeft").asInt()).isEqualTo(2);
        assertThat(again).isEqualTo(NOTHING);
    }

    @Test
    void aGrantWhoseEndWasMissedIsEndedHoweverLate() {
        Connection connection = endingIn(Duration.ofDays(8));
        clock.advance(Duration.ofDays(400));

        Map<String, Integer> outcome = run();

        assertThat(outcome).isEqualTo(Map.of("warned", 0, "ended", 1));
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.EXPIRED);
        assertThat(now(connection).standing().reason()).contains("grant_ended");
        assertThat(run()).isEqualTo(NOTHING);
    }

    @Test
    void onItsLastDayAGrantLivesToItsHour() {
        Connection connection = endingIn(Duration.ofHours(2));

        Map<String, Integer> before = run();
        ConnectionStatus stillThen = now(connection).status();
        clock.advance(Duration.ofHours(2));
        Map<String, Integer> after = run();

        assertThat(before).containsEntry("warned", 1);
        assertThat(stillThen).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(after).containsEntry("ended", 1);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.EXPIRED);
    }

    @Test
    void aReconnectBetweenTheLookAndTheWarningWins() {
        Connection connection = endingIn(Duration.ofDays(3));

        Map<String, Integer> outcome = runBeside("UpdateItem", () -> reconnect(connection, Duration.ofDays(60)));

        assertThat(outcome).isEqualTo(NOTHING);
        assertThat(lastEvent(connection).path("type").asText()).isEqualTo("connection.connected");
    }

    @Test
    void aReconnectBetweenTheLookAndTheEndWins() {
        Connection connection = endingIn(Duration.ofDays(3));
        clock.advance(Duration.ofDays(4));

        Map<String, Integer> outcome = runBeside("UpdateItem", () -> reconnect(connection, Duration.ofDays(60)));

        assertThat(outcome).isEqualTo(NOTHING);
        assertThat(now(connection).status()).isEqualTo(ConnectionStatus.CONNECTED);
    }

    @Test
    void connectionsRemovedMeanwhileAreSkipped() {
        Connection connection = endingIn(Duration.ofDays(3));

        assertThat(runBeside("GetItem", () -> connections.disconnect(connection)))
                .isEqualTo(NOTHING);
    }

    @Test
    void aReconnectedGrantIsWarnedOfAnew() {
        Connection connection = endingIn(Duration.ofDays(3));
        run();
        clock.advance(Duration.ofDays(1));

        reconnect(connection, Duration.ofDays(4));
        Map<String, Integer> first = run();
        clock.advance(Duration.ofDays(1));
        Map<String, Integer> second = run();

        assertThat(first).containsEntry("warned", 1);
        assertThat(second).containsEntry("warned", 1);
        assertThat(lastEvent(connection).path("daysLeft").asInt()).isEqualTo(3);
    }

    @Test
    void aRefreshThatLengthensTheGrantIsFollowedByWarningsAnew() {
        try (SimulatedProviders providers = new SimulatedProviders(aws, clock)) {
            Connection gmail = providers.connect(workspace, "gmail", "john@gmail.com");
            clock.advance(Duration.ofDays(178));
            Map<String, Integer> idle = run();

            refresh(providers, gmail);
            Map<String, Integer> refreshed = run();
            clock.advance(Duration.ofDays(178));
            Map<String, Integer> idleAgain = run();

            assertThat(List.of(idle, idleAgain))
                    .allSatisfy(outcome -> assertThat(outcome).containsEntry("warned", 1));
            assertThat(refreshed).isEqualTo(NOTHING);
        }
    }

    @Test
    void refusalAfterExpiryIsExpiredNotRevoked() {
        try (SimulatedProviders providers = new SimulatedProviders(aws, clock)) {
            Connection gmail = providers.connect(workspace, "gmail", "john@gmail.com");
            clock.advance(Duration.ofDays(190));

            refresh(providers, gmail);

            assertThat(now(gmail).status()).isEqualTo(ConnectionStatus.EXPIRED);
        }
    }

    @Test
    void connectionsThatHaveEndedGetNothing() {
        connections.end(endingIn(Duration.ofDays(3)), ConnectionStatus.EXPIRED, "invalid_grant");
        connections.end(endingIn(Duration.ofDays(3)), ConnectionStatus.REVOKED, "invalid_grant");
        connections.disconnect(endingIn(Duration.ofDays(3)));
        connected(Optional.empty());

        Map<String, Integer> before = run();
        clock.advance(Duration.ofDays(10));
        Map<String, Integer> after = run();

        assertThat(List.of(before, after)).containsOnly(NOTHING);
    }

    @Test
    void unreadableConnectionFailsTheRunAfterTheOthers() {
        Connection broken = endingIn(Duration.ofDays(3));
        List<Connection> others = List.of(endingIn(Duration.ofDays(3)), endingIn(Duration.ofDays(3)));
        setStatus(broken, "NO_STATUS");

        assertThatThrownBy(this::run)
                .hasMessage("1 connections could not be seen to; the lines above say why. Run the check again");

        assertThat(others)
                .allSatisfy(
                        one -> assertThat(lastEvent(one).path("type").asText()).isEqualTo("connection.expiring"));
        setStatus(broken, "CONNECTED");
        assertThat(run()).isEqualTo(Map.of("warned", 1, "ended", 0));
    }

    @Test
    void aRunThatBreaksOffIsGoneOnWith() {
        for (int i = 0; i < 5; i++) {
            endingIn(Duration.ofDays(3));
        }
        AtomicInteger left = new AtomicInteger(2);
        IntSupplier timeForTwo = () -> left.getAndDecrement() > 0 ? 60_000 : 5_000;

        assertThatThrownBy(() -> check(aws.clients().dynamoDb()).run(timeForTwo))
                .hasMessage("Time ran out; the next run goes on with those that are left");

        assertThat(run()).isEqualTo(Map.of("warned", 3, "ended", 0));
    }

    @Test
    void requestsDoNotGrowWithLaterOrWarnedConnections() {
        for (int i = 0; i < 20; i++) {
            endingIn(Duration.ofDays(7));
        }
        List<String> warning = requestsOfOneRun();
        for (int i = 0; i < 400; i++) {
            endingIn(Duration.ofDays(60));
        }

        List<String> next = requestsOfOneRun();

        assertThat(warning).hasSize(16 + 2 * 20);
        assertThat(next).containsOnly("Query").hasSize(16);
    }

    private void refresh(SimulatedProviders providers, Connection connection) {
        providers
                .freshTokens(connections, providers.apps(), clock::advance)
                .scheduled(now(connection), Duration.ofMinutes(2));
    }

    private Map<String, Integer> run() {
        return check(aws.clients().dynamoDb()).run(() -> TIME_ENOUGH);
    }

    /** Runs the check; another change happens just before its first request of this kind. */
    private Map<String, Integer> runBeside(String operation, Runnable happening) {
        return check(Interposed.beforeFirst(operation, happening)
                        .in(aws.clients().configured(DynamoDbClient.builder()))
                        .build())
                .run(() -> TIME_ENOUGH);
    }

    private List<String> requestsOfOneRun() {
        CountedRequests counted = new CountedRequests();
        check(counted.of(aws.clients().configured(DynamoDbClient.builder())).build())
                .run(() -> TIME_ENOUGH);
        return counted.operations();
    }

    private ExpiryCheck check(DynamoDbClient dynamoDb) {
        String table = aws.table("ConnectionsTable");
        return new ExpiryCheck(
                new ExpiringGrants(dynamoDb, table),
                store(dynamoDb),
                new ExpiryWarnings(dynamoDb, table, clock),
                clock);
    }

    private ConnectionStore store(DynamoDbClient dynamoDb) {
        return new ConnectionStore(
                dynamoDb,
                aws.table("ConnectionsTable"),
                new AccountHolders(dynamoDb, aws.table("AccountHoldersTable"), clock),
                clock);
    }

    private Connection endingIn(Duration left) {
        return connected(Optional.of(left));
    }

    private Connection connected(Optional<Duration> left) {
        String account = UUID.randomUUID().toString();
        return connected(new Account(account, account), left);
    }

    private void reconnect(Connection connection, Duration left) {
        connected(connection.account(), Optional.of(left));
    }

    private Connection connected(Account account, Optional<Duration> left) {
        Instant agreed = clock.instant();
        return connections.connect(new NewConnection(
                workspace,
                new ProviderId("linkedin"),
                LinkedAccount.of(account),
                new MemberId("ann"),
                new NewAccess(
                        Set.of(),
                        SealedSecret.of(new byte[] {1, 2, 3}),
                        left.map(agreed::plus),
                        Optional.of(new Grant(
                                agreed,
                                Optional.empty(),
                                left.map(until -> new GrantForecast(agreed.plus(until), "LinkedIn ends it.")))),
                        Optional.empty())));
    }

    private Connection now(Connection connection) {
        return connections.find(workspace, connection.id()).orElseThrow();
    }

    private void setStatus(Connection connection, String status) {
        aws.clients()
                .dynamoDb()
                .updateItem(request -> request.tableName(aws.table("ConnectionsTable"))
                        .key(key(connection))
                        .updateExpression("SET #status = :status")
                        .expressionAttributeNames(Map.of("#status", "status"))
                        .expressionAttributeValues(Map.of(":status", AttributeValue.fromS(status))));
    }

    private JsonNode lastEvent(Connection connection) {
        Map<String, AttributeValue> item = aws.clients()
                .dynamoDb()
                .getItem(request ->
                        request.tableName(aws.table("ConnectionsTable")).key(key(connection)))
                .item();
        try {
            return JSON.readTree(Optional.ofNullable(item.get("event"))
                    .map(AttributeValue::s)
                    .orElse("{}"));
        } catch (JsonProcessingException e) {
            throw new AssertionError("The item's event is no JSON", e);
        }
    }

    private Map<String, AttributeValue> key(Connection connection) {
        return Map.of(
                "workspace", AttributeValue.fromS(workspace.value()),
                "connection", AttributeValue.fromS(connection.id().value()));
    }
}
