package dev.patchbay.tests.privacy;

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
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Erasing a workspace while others are at it. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class EraseRacesTest {
    private static final int ITEMS = 30;

    private final Aws aws;

    @RegisterExtension
    private final PrivacyUnderTest privacy;

    EraseRacesTest(Aws aws) {
        this.aws = aws;
        privacy = new PrivacyUnderTest(aws);
    }

    @Test
    void twoErasesAtTheSameMomentDeleteOnceAndCountOnce() throws Exception {
        privacy.fill(privacy.workspace, ITEMS);

        List<APIGatewayV2HTTPResponse> both = Together.call(2, this::erased);

        assertThat(both).extracting(APIGatewayV2HTTPResponse::getStatusCode).containsOnly(200);
        JsonNode receipt = PrivacyUnderTest.json(erased());
        assertThat(receipt.at("/deleted/connections").asInt()).isEqualTo(4);
        assertThat(receipt.at("/deleted/agents").asInt()).isEqualTo(ITEMS + 1);
    }

    @Test
    void itemsWrittenDuringTheEraseAreErasedToo() {
        privacy.fill(privacy.workspace, 1);
        String agents = aws.table("AgentsTable");
        // The 20th request is in the midst of sweeping the tables.
        DynamoDbClient dynamoDb = new Interposed(
                        20,
                        () -> privacy.put(
                                agents,
                                new Item()
                                        .text("workspace", privacy.workspace.value())
                                        .text("agent", "late")))
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();

        PrivacyUnderTest.erase(privacy.process(dynamoDb, privacy.clock), privacy.workspace);

        assertThat(privacy.held(privacy.workspace)).doesNotContainKey("AgentsTable");
    }

    @Test
    void anAccountThatIsReconnectedDuringTheEraseIsRevokedToo() {
        privacy.providers.connect(privacy.workspace, "gmail", "john@gmail.com");
        // The mark is read and written, connections are listed, one is laid aside, its key is read, others that hold
        // its
        // account are looked for: then its item is deleted.
        DynamoDbClient dynamoDb = new Interposed(
                        7, () -> privacy.providers.connect(privacy.workspace, "gmail", "john@gmail.com"))
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();

        APIGatewayV2HTTPResponse response =
                PrivacyUnderTest.erase(privacy.process(dynamoDb, privacy.clock), privacy.workspace);

        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(privacy.providers.simulators().requests("google", "/revoke")).hasSize(2);
        assertThat(privacy.providers.simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
        assertThat(privacy.held(privacy.workspace)).doesNotContainKey("ConnectionsTable");
    }

    @Test
    void staleReadersRecreateNothingAfterTheErase() {
        Connection connection = privacy.fill(privacy.workspace, 0).getFirst();
        ConnectionStore connections = privacy.providers.connections();
        AgentStore agents = new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), privacy.clock);
        Agent agent = agents.find(privacy.workspace, new AgentId("outreach")).orElseThrow();
        erased();

        connections.touch(connection);
        connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended");
        connections.reportFailing(connection);
        connections.disconnect(connection);
        agents.pause(agent, Agent.Pause.byMember("late", privacy.clock.instant()));
        agents.resume(agent);

        assertThat(privacy.held(privacy.workspace).keySet()).containsOnly("ErasuresTable", "WorkspaceKeysTable");
    }

    @Test
    void aRefreshThatIsUnderWayBringsNothingBack() {
        Connection connection = privacy.providers.connect(privacy.workspace, "gmail", "john@gmail.com");
        privacy.clock.advance(Duration.ofHours(2));
        // The lease is the first request, storing the grant the second.
        DynamoDbClient dynamoDb = new Interposed(2, this::erased)
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();
        ConnectionStore interrupted = new ConnectionStore(
                dynamoDb, aws.table("ConnectionsTable"), privacy.providers.holders(), privacy.clock);

        CredentialResult result = privacy.providers
                .freshTokens(interrupted, privacy.providers.apps(), length -> privacy.clock.advance(length))
                .of(connection, Duration.ofSeconds(29));

        assertThat(result).isNotInstanceOf(CredentialResult.Ready.class);
        assertThat(privacy.held(privacy.workspace)).doesNotContainKey("ConnectionsTable");
        assertThat(privacy.providers.simulators().google().liveTokens()).isEmpty();
    }

    @Test
    void accountConnectedWithACachedOldKeyStaysReadable() {
        Connection before = privacy.providers.connect(privacy.workspace, "gmail", "john@gmail.com");
        erased();

        Connection after = privacy.providers
                .vault()
                .keep(
                        Connection.credentialPlace(privacy.workspace, before.id()),
                        Secret.of("token"),
                        kept -> privacy.providers
                                .connections()
                                .connect(new NewConnection(
                                        privacy.workspace,
                                        before.provider(),
                                        before.account(),
                                        before.history().connectedBy(),
                                        before.scopes(),
                                        kept,
                                        Optional.empty())));

        privacy.clock.advance(Duration.ofMinutes(6));
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(privacy.providers
                        .vault()
                        .open(
                                Connection.credentialPlace(privacy.workspace, after.id()),
                                after.credential().orElseThrow()))
                .isEqualTo(Secret.of("token"));
    }

    private APIGatewayV2HTTPResponse erased() {
        return PrivacyUnderTest.erase(privacy.process(), privacy.workspace);
    }
}
