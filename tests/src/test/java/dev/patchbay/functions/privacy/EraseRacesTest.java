package dev.patchbay.functions.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.aws.Item;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import dev.patchbay.tests.integration.Interposed;
import dev.patchbay.tests.integration.MovableClock;
import dev.patchbay.tests.integration.SimulatedProviders;
import dev.patchbay.tests.integration.Together;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Erasing a workspace while others are at it. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class EraseRacesTest {
    private static final int ITEMS = 30;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final PrivacyUnderTest privacy;
    private final WorkspaceId workspace;

    EraseRacesTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        privacy = new PrivacyUnderTest(aws, providers, clock);
        workspace = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void twoErasesAtTheSameMomentDeleteOnceAndCountOnce() throws Exception {
        privacy.fill(workspace, ITEMS);

        List<APIGatewayV2HTTPResponse> both = Together.call(2, this::erased);

        assertThat(both).extracting(APIGatewayV2HTTPResponse::getStatusCode).containsOnly(200);
        JsonNode receipt = PrivacyUnderTest.json(erased());
        assertThat(receipt.at("/deleted/connections").asInt()).isEqualTo(4);
        assertThat(receipt.at("/deleted/agents").asInt()).isEqualTo(ITEMS + 1);
    }

    @Test
    void itemsWrittenDuringTheEraseAreErasedToo() {
        privacy.fill(workspace, 1);
        String agents = aws.table("AgentsTable");
        // The 20th request is in the midst of sweeping the tables.
        DynamoDbClient dynamoDb = new Interposed(
                        20,
                        () -> privacy.put(
                                agents,
                                new Item().text("workspace", workspace.value()).text("agent", "late")))
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();

        PrivacyUnderTest.erase(privacy.process(dynamoDb, clock), workspace);

        assertThat(privacy.held(workspace)).doesNotContainKey("AgentsTable");
    }

    @Test
    void anAccountThatIsReconnectedDuringTheEraseIsRevokedToo() {
        providers.connect(workspace, "gmail", "john@gmail.com");
        // The mark is read and written, connections are listed, one is laid aside, its key is read, others that hold
        // its
        // account are looked for: then its item is deleted.
        DynamoDbClient dynamoDb = new Interposed(7, () -> providers.connect(workspace, "gmail", "john@gmail.com"))
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();

        APIGatewayV2HTTPResponse response = PrivacyUnderTest.erase(privacy.process(dynamoDb, clock), workspace);

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(providers.simulators().requests("google", "/revoke")).hasSize(2);
        assertThat(providers.simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
        assertThat(privacy.held(workspace)).doesNotContainKey("ConnectionsTable");
    }

    @Test
    void staleReadersRecreateNothingAfterTheErase() {
        Connection connection = privacy.fill(workspace, 0).getFirst();
        ConnectionStore connections = providers.connections();
        AgentStore agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), clock);
        Agent agent = agents.find(workspace, new AgentId("outreach")).orElseThrow();
        erased();

        connections.touch(connection);
        connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended");
        connections.reportFailing(connection);
        connections.disconnect(connection);
        agents.pause(agent, Agent.Pause.byMember("late", clock.instant()));
        agents.resume(agent);

        assertThat(privacy.held(workspace).keySet()).containsOnly("ErasuresTable", "WorkspaceKeysTable");
    }

    @Test
    void aRefreshThatIsUnderWayBringsNothingBack() {
        Connection connection = providers.connect(workspace, "gmail", "john@gmail.com");
        clock.advance(Duration.ofHours(2));
        // The lease is the first request, storing the grant the second.
        DynamoDbClient dynamoDb = new Interposed(2, this::erased)
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();
        ConnectionStore interrupted =
                new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), providers.holders(), clock);

        CredentialResult result = providers
                .freshTokens(interrupted, providers.apps(), length -> clock.advance(length))
                .of(connection, Duration.ofSeconds(29));

        assertThat(result).isNotInstanceOf(CredentialResult.Ready.class);
        assertThat(privacy.held(workspace)).doesNotContainKey("ConnectionsTable");
        assertThat(providers.simulators().google().liveTokens()).isEmpty();
    }

    @Test
    void accountConnectedWithACachedOldKeyStaysReadable() {
        Connection before = providers.connect(workspace, "gmail", "john@gmail.com");
        erased();

        Connection after = providers
                .vault()
                .keep(
                        Connection.credentialPlace(workspace, before.id()),
                        Secret.of("token"),
                        kept -> providers
                                .connections()
                                .connect(new NewConnection(
                                        workspace,
                                        before.provider(),
                                        before.account(),
                                        before.history().connectedBy(),
                                        before.scopes(),
                                        kept,
                                        Optional.empty())));

        clock.advance(Duration.ofMinutes(6));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(providers
                        .vault()
                        .open(
                                Connection.credentialPlace(workspace, after.id()),
                                after.credential().orElseThrow()))
                .isEqualTo(Secret.of("token"));
    }

    private APIGatewayV2HTTPResponse erased() {
        return PrivacyUnderTest.erase(privacy.process(), workspace);
    }
}
