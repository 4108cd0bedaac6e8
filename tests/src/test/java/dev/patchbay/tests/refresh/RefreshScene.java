package dev.patchbay.tests.refresh;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.app.OAuthApps;
import dev.patchbay.connection.Connection;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Interposed;
import dev.patchbay.tests.fixture.RefusedRequests;
import dev.patchbay.tests.fixture.SimulatedProviders;
import dev.patchbay.vault.TokenVault;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What tests of refreshes have in common: accounts to connect, and the moments of a refresh at which something can happen. Each test starts
 * without connections, requests and faults. Registered as an extension of a test class with one instance.
 */
public final class RefreshScene implements BeforeEachCallback, AfterAllCallback {
    /** How long a caller may still run. */
    public static final Duration PLENTY = Duration.ofSeconds(29);

    public static final String JOHN = "john@gmail.com";

    /** More requests than a worker makes in its time. */
    private static final int A_LOT = 100;

    private final Aws aws;
    public final MovableClock clock = new MovableClock();
    public final SimulatedProviders providers;
    private WorkspaceId workspace;

    public RefreshScene(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        workspace = aws.newWorkspace();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        providers.reset();
        workspace = aws.newWorkspace();
    }

    public WorkspaceId workspace() {
        return workspace;
    }

    /** Connects an account whose refresh token stays the same. */
    public Connection gmail() {
        return providers.connect(workspace, "gmail", JOHN);
    }

    /** Connects an account whose refresh token is valid for one refresh. */
    public Connection slack() {
        return providers.connect(
                workspace,
                "slack",
                providers.simulators().slack().accounts().getFirst().login());
    }

    public Connection now(Connection connection) {
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }

    /** A worker. */
    public FreshTokens worker() {
        return providers.freshTokens(clock::advance);
    }

    /** A worker to which something happens after the lease is taken and before the provider is asked. */
    public FreshTokens whileRefreshing(Runnable something) {
        return providers.freshTokens(providers.connections(), meanwhile(something), clock::advance);
    }

    /** A worker to which something happens just before its request to the table of this number, the first being 1. */
    public FreshTokens before(int request, Runnable something) {
        DynamoDbClient dynamoDb = new Interposed(request, something)
                .in(aws.clients().configured(DynamoDbClient.builder()))
                .build();
        return providers.freshTokens(providers.connections(dynamoDb), providers.apps(), clock::advance);
    }

    /** A worker whose requests to the table may be refused, to which something happens as in {@link #whileRefreshing(Runnable)}. */
    public FreshTokens refusedWhileRefreshing(RefusedRequests refused, Runnable something) {
        DynamoDbClient dynamoDb =
                refused.of(aws.clients().configured(DynamoDbClient.builder())).build();
        return providers.freshTokens(providers.connections(dynamoDb), meanwhile(something), clock::advance);
    }

    /** A worker with a vault of its own, to which something happens after the lease is taken and before the provider is asked. */
    public FreshTokens whileRefreshing(TokenVault vault, Runnable something) {
        return providers.freshTokens(providers.connections(), meanwhile(something), vault, clock::advance);
    }

    /** The app's credentials are read under the lease, just before the provider is asked. */
    private OAuthApps meanwhile(Runnable something) {
        return app -> {
            something.run();
            return providers.apps().get(app);
        };
    }

    public void diesUnderTheLease(Connection connection) {
        dies(whileRefreshing(RefreshScene::killed), connection);
    }

    public void diesBeforeTheStore(Connection connection) {
        RefusedRequests refused = new RefusedRequests();
        FreshTokens dying = refusedWhileRefreshing(refused, () -> refused.refuseNext(A_LOT));
        assertThatThrownBy(() -> dying.of(connection, PLENTY)).isInstanceOf(SdkException.class);
    }

    /** Its third request, after the lease and the store, reads what is there now. */
    public void diesAfterTheStore(Connection connection) {
        dies(before(3, RefreshScene::killed), connection);
    }

    private static void dies(FreshTokens dying, Connection connection) {
        assertThatThrownBy(() -> dying.of(connection, PLENTY)).hasStackTraceContaining("killed");
    }

    private static void killed() {
        throw new IllegalStateException("killed");
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        providers.close();
    }
}
