package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.connection.Connection;
import dev.patchbay.functions.connections.ConnectionsHandler;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.rehearsal.RehearsalContext;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import dev.patchbay.tests.fixture.RequestContexts;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A disconnect while the connection is refreshed, connected anew or disconnected by others. Stands in the function's package. */
@ExtendWith(AwsUnderTest.class)
class DisconnectRacesTest {
    private static final Duration PLENTY = Duration.ofSeconds(29);
    private static final Duration UNTIL_DUE = Duration.ofHours(2);

    /** The requests of a refresh to the tables: the lease and the store. */
    private static final int STORE = 2;

    /** Those of a disconnect by a new process: it reads the connection and its key, deletes, and looks for others that hold the account. */
    private static final int DELETE = 3;

    private static final int LOOK = 4;

    private final MovableClock clock = new MovableClock();
    private final Aws aws;
    private final SimulatedProviders providers;
    private final WorkspaceId workspace;
    private final WorkspaceId other;

    DisconnectRacesTest(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        providers.keepAppsAsSecrets();
        workspace = aws.newWorkspace();
        other = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @ParameterizedTest
    @CsvSource({"gmail, google", "quickbooks, quickbooks", "salesforce, salesforce"})
    void aRefreshThatIsStoredFirstLeavesNothingAlive(String provider, String app) {
        Connection connection = connected(workspace, provider, app);
        clock.advance(UNTIL_DUE);
        List<CredentialResult> refreshed = new ArrayList<>();
        DynamoDbClient dynamoDb = interposed(DELETE, () -> refreshed.add(worker().of(connection, PLENTY)));

        APIGatewayV2HTTPResponse response = disconnect(dynamoDb, connection);

        assertThat(refreshed).singleElement().isInstanceOf(CredentialResult.Ready.class);
        assertThat(response.getBody()).contains("\"revoked\":true");
        assertThat(simulator(app).liveTokens()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gmail, google", "quickbooks, quickbooks", "salesforce, salesforce"})
    void aRefreshThatIsStoredSecondLeavesNothingAlive(String provider, String app) {
        Connection connection = connected(workspace, provider, app);
        clock.advance(UNTIL_DUE);
        List<APIGatewayV2HTTPResponse> answers = new ArrayList<>();

        CredentialResult result = workerBefore(
                        STORE, () -> answers.add(disconnect(aws.clients().dynamoDb(), connection)))
                .of(connection, PLENTY);

        assertThat(answers)
                .singleElement()
                .extracting(APIGatewayV2HTTPResponse::getStatusCode)
                .isEqualTo(200);
        assertThat(result).isInstanceOf(CredentialResult.Ended.class);
        assertThat(simulator(app).liveTokens()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gmail, google, /revoke",
        "quickbooks, quickbooks, /v2/oauth2/tokens/revoke",
        "salesforce, salesforce, /services/oauth2/revoke"
    })
    void anOvertakenRefreshRevokesWhatTheDisconnectCouldNot(String provider, String app, String path) {
        Connection connection = connected(workspace, provider, app);
        clock.advance(UNTIL_DUE);
        simulator(app).misbehave(new Misbehaviour.Answer(path, 1, 503));
        List<APIGatewayV2HTTPResponse> answers = new ArrayList<>();

        workerBefore(STORE, () -> answers.add(disconnect(aws.clients().dynamoDb(), connection)))
                .of(connection, PLENTY);

        assertThat(answers.getFirst().getBody()).contains("\"revoked\":false");
        assertThat(simulator(app).liveTokens()).isEmpty();
    }

    @Test
    void anOvertakenRefreshLeavesTheAccountToAnotherWorkspace() {
        Connection connection = providers.connect(workspace, "gmail", "john@gmail.com");
        Connection theirs = providers.connect(other, "gmail", "john@gmail.com");
        clock.advance(UNTIL_DUE);

        workerBefore(STORE, () -> disconnect(aws.clients().dynamoDb(), connection))
                .of(connection, PLENTY);

        assertThat(providers.simulators().requests("google", "/revoke")).isEmpty();
        assertThat(worker().of(theirs, PLENTY)).isInstanceOf(CredentialResult.Ready.class);
    }

    @ParameterizedTest
    @CsvSource({"gmail, google, /revoke", "quickbooks, quickbooks, /v2/oauth2/tokens/revoke"})
    void aRefreshThatAReconnectOvertookRevokesNothing(String provider, String app, String path) {
        Connection connection = connected(workspace, provider, app);
        clock.advance(UNTIL_DUE);

        CredentialResult result =
                workerBefore(STORE, () -> connected(workspace, provider, app)).of(connection, PLENTY);

        assertThat(result).isInstanceOf(CredentialResult.Ready.class);
        assertThat(providers.simulators().requests(app, path)).isEmpty();
    }

    @Test
    void oneOfTwoConcurrentDisconnectsRevokes() {
        Connection ours = providers.connect(workspace, "gmail", "john@gmail.com");
        Connection theirs = providers.connect(other, "gmail", "john@gmail.com");
        DynamoDbClient dynamoDb =
                interposed(LOOK, () -> disconnect(aws.clients().dynamoDb(), theirs));

        disconnect(dynamoDb, ours);

        assertThat(simulator("google").liveTokens()).isEmpty();
    }

    @Test
    void crashAfterTheDeleteRevokesAndHoldsNothing() {
        Connection ours = providers.connect(workspace, "gmail", "john@gmail.com");
        DynamoDbClient dynamoDb = interposed(LOOK, () -> {
            throw new IllegalStateException("killed");
        });

        APIGatewayV2HTTPResponse response = disconnect(dynamoDb, ours);

        assertThat(response.getStatusCode()).isEqualTo(500);
        assertThat(providers.simulators().requests("google", "/revoke")).isEmpty();
        assertThat(providers.heldRows()).isEmpty();
        assertThat(providers.connections().find(workspace, ours.id())).isEmpty();
    }

    @Test
    void aFunctionThatDiesBeforeTheDeleteHasChangedNothing() {
        Connection ours = providers.connect(workspace, "gmail", "john@gmail.com");
        DynamoDbClient dynamoDb = interposed(DELETE, () -> {
            throw new IllegalStateException("killed");
        });

        disconnect(dynamoDb, ours);

        assertThat(providers.connections().find(workspace, ours.id())).contains(ours);
        assertThat(providers.heldRows()).hasSize(1);
    }

    @Test
    void aFunctionThatDiesWhileItConnectsHoldsNothing() {
        DynamoDbClient dynamoDb = interposed(1, () -> {
            throw new IllegalStateException("killed");
        });

        assertThatThrownBy(
                        () -> providers.connect(providers.connections(dynamoDb), workspace, "gmail", "john@gmail.com"))
                .hasStackTraceContaining("killed");

        assertThat(providers.heldRows()).isEmpty();
    }

    private Connection connected(WorkspaceId where, String provider, String app) {
        return providers.connect(
                where, provider, simulator(app).accounts().getFirst().login());
    }

    private OAuthProviderSimulator simulator(String app) {
        return (OAuthProviderSimulator) providers.simulators().provider(app);
    }

    private DynamoDbClient interposed(int before, Runnable happening) {
        return new Interposed(before, happening)
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();
    }

    private FreshTokens worker() {
        return providers.freshTokens(clock::advance);
    }

    private FreshTokens workerBefore(int request, Runnable happening) {
        return providers.freshTokens(
                providers.connections(interposed(request, happening)), providers.apps(), clock::advance);
    }

    private APIGatewayV2HTTPResponse disconnect(DynamoDbClient dynamoDb, Connection connection) {
        Map<String, String> environment =
                new HashMap<>(aws.stack().function("ConnectionsFunction").environment());
        environment.put("PROVIDER_URLS", providers.urls());
        return new ConnectionsHandler(environment, aws.clients(), dynamoDb, clock)
                .handleRequest(
                        APIGatewayV2HTTPEvent.builder()
                                .withRouteKey("DELETE /api/connections/{id}")
                                .withPathParameters(Map.of("id", connection.id().value()))
                                .withRequestContext(RequestContexts.byOwner(connection.workspace()))
                                .build(),
                        new RehearsalContext());
    }
}
