package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.call.ProviderHttp;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.functions.refresh.DueRefresh;
import dev.patchbay.functions.refresh.RefreshMessage;
import dev.patchbay.functions.refresh.RefreshWorker;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.CredentialCheck;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.refresh.RefreshPlan;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** What a million connections need, computed from requests that are counted here. Prints what docs/capacity.md has. */
@ExtendWith(AwsUnderTest.class)
class CapacityTest {
    private static final int DUE = 1_600;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;

    CapacityTest(Aws shared) {
        aws = shared.withEmpty("ConnectionsTable", "OAuthAppsTable");
        assumeThat(aws.requests())
                .as("Other servers count capacity differently")
                .isPresent();
        providers = new SimulatedProviders(aws, clock);
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void theCapacityPageHasTheNumbersOfTheModel() throws IOException {
        CountedCapacity message = oneMessage();
        CountedCapacity run = oneRun();
        CapacityModel model = new CapacityModel(message, run, DUE, refreshesADayInUse());

        String tables = model.tables();

        System.out.println(tables);
        assertThat(message.requests("Decrypt")).as("a key for each workspace").isEqualTo(RefreshMessage.MOST);
        assertThat(Files.readString(Path.of(System.getProperty("project.root"), "docs/capacity.md")))
                .contains(tables);
    }

    /** Ten Gmail connections of ten workspaces whose keys this process has not unwrapped yet, refreshed by one message. */
    private CountedCapacity oneMessage() {
        List<Connection> due = IntStream.range(0, RefreshMessage.MOST)
                .mapToObj(each -> providers.connect(aws.newWorkspace(), "gmail", "john@gmail.com"))
                .toList();
        clock.advance(Duration.ofMinutes(50));
        CountedCapacity counted = new CountedCapacity();

        worker(counted).work(RefreshUnderTest.event(due), new RehearsalContext());

        assertThat(due)
                .allSatisfy(one -> assertThat(providers
                                .connections()
                                .find(one.workspace(), one.id())
                                .orElseThrow()
                                .access()
                                .tokensIssuedAt())
                        .isEqualTo(clock.instant()));
        return counted;
    }

    private RefreshWorker worker(CountedCapacity counted) {
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();
        KmsClient kms =
                counted.of(aws.clients().configured(KmsClient.builder())).build();
        ConnectionStore connections = new ConnectionStore(
                dynamoDb,
                aws.table("ConnectionsTable"),
                new AccountHolders(dynamoDb, aws.table("AccountHoldersTable"), clock),
                clock);
        TokenVault vault = new TokenVault(
                new WorkspaceKeys(dynamoDb, () -> kms, aws.table("WorkspaceKeysTable"), aws.vaultKey(), clock),
                new SecureRandom());
        FreshTokens freshTokens = new FreshTokens(
                connections,
                providers.catalog(),
                new OAuthFlow(providers.apps(), new ProviderHttp(), clock),
                vault,
                providers.revoker(),
                providers.sharedAccounts(),
                clock,
                pause -> {},
                new SecureRandom());
        AppBreakers breakers = new AppBreakers(dynamoDb, aws.table("OAuthAppsTable"), clock);
        CredentialCheck check = new CredentialCheck(
                connections, freshTokens, new AccountLookup(new ProviderHttp(), providers.apps()), clock);
        return new RefreshWorker(
                new DueRefresh(connections, providers.catalog(), freshTokens, check, breakers, clock), breakers);
    }

    /** A run of the schedule with 1,600 due. */
    private CountedCapacity oneRun() {
        Aws fresh = aws.withEmpty("ConnectionsTable", "OAuthAppsTable");
        new DueRows(fresh).add("gmail", DUE, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        CountedCapacity counted = new CountedCapacity();
        DynamoDbClient dynamoDb =
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build();

        int queued = RefreshUnderTest.fanOut(
                        fresh, dynamoDb, providers.catalog(), fresh.newQueue("RefreshQueue"), clock, 1)
                .run(() -> 540_000)
                .queued();

        assertThat(queued).isEqualTo(DUE);
        assertThat(counted.requests())
                .as("the last place, the breakers, the shards")
                .containsExactlyInAnyOrderEntriesOf(Map.of("GetItem", 1, "BatchGetItem", 1, "Query", 16));
        return counted;
    }

    /** Of a connection in use whose tokens live for an hour, found by a run every ten minutes. */
    private double refreshesADayInUse() {
        Duration interval = Duration.ofMinutes(10);
        Instant issued = clock.instant();
        Instant due = new RefreshPlan(new SecureRandom())
                .first(
                        new Credential.OAuthTokens(Secret.of("access"), Optional.of(Secret.of("refresh"))),
                        issued,
                        Optional.of(issued.plus(Duration.ofHours(1))))
                .orElseThrow();
        long runs = Duration.between(issued, due).plus(interval).minusMillis(1).dividedBy(interval);
        return (double) Duration.ofDays(1).toMinutes()
                / interval.multipliedBy(runs).toMinutes();
    }
}
