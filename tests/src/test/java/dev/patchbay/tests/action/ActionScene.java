package dev.patchbay.tests.action;

import dev.patchbay.connection.Connection;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What tests of actions have in common: each test starts with a workspace of its own and one connection in it. Registered as an extension of
 * a test class with one instance.
 */
public final class ActionScene implements BeforeEachCallback, AfterAllCallback {
    public final MovableClock clock = new MovableClock();
    public final SimulatedProviders providers;
    public final RunningActions actions;

    private final Aws aws;
    private WorkspaceId workspace;
    private Connection connection;

    public ActionScene(Aws aws) {
        this.aws = aws;
        providers = new SimulatedProviders(aws, clock);
        actions = new RunningActions(aws, clock, providers);
        workspace = aws.newWorkspace();
        connection = gmail();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        providers.reset();
        workspace = aws.newWorkspace();
        connection = gmail();
    }

    public WorkspaceId workspace() {
        return workspace;
    }

    /** Replaces the connection by one with an API key, at Apollo. */
    public void useApiKey() {
        connection = providers.connectByKey(workspace, "apollo", "key-of-acme");
    }

    /** The connection: a Gmail account, unless a test chooses another. */
    public Connection connection() {
        return connection;
    }

    private Connection gmail() {
        return providers.connect(workspace, "gmail", "john@gmail.com");
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        providers.close();
    }
}
