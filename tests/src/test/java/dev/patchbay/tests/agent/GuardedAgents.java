package dev.patchbay.tests.agent;

import dev.patchbay.agent.Agent;
import dev.patchbay.agent.AgentId;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.functions.agents.AgentGuard;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.SealedSecret;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One workspace's agents and the connections that they need. The credentials are never opened. */
public final class GuardedAgents {
    private final Aws aws;
    private final Clock clock;
    private final WorkspaceId workspace;

    public GuardedAgents(Aws aws, Clock clock) {
        this.aws = aws;
        this.clock = clock;
        this.workspace = aws.newWorkspace();
    }

    public WorkspaceId workspace() {
        return workspace;
    }

    public AgentGuard guard() {
        return guard(aws.clients().dynamoDb());
    }

    public AgentGuard guard(DynamoDbClient dynamoDb) {
        return new AgentGuard(
                new AgentStore(dynamoDb, aws.table("AgentsTable"), clock),
                new ConnectionStore(dynamoDb, aws.table("ConnectionsTable"), clock),
                new ProviderCatalog(GuardedAgents.class.getClassLoader(), Map.of()),
                clock);
    }

    public AgentStore agents() {
        return new AgentStore(aws.clients().dynamoDb(), aws.table("AgentsTable"), clock);
    }

    public Agent register(String id, String... uses) {
        return agents().register(workspace, new AgentId(id), id, Set.of(uses));
    }

    public Agent find(String id) {
        return agents().find(workspace, new AgentId(id)).orElseThrow();
    }

    /** Connects an account, or connects it again. */
    public Connection connect(String provider, String account) {
        return connections()
                .connect(new NewConnection(
                        workspace,
                        new ProviderId(provider),
                        new Account(account, account),
                        new MemberId("ann"),
                        Set.of(),
                        SealedSecret.of(new byte[64]),
                        Optional.empty()));
    }

    public void end(Connection connection, ConnectionStatus how) {
        Connection now = connections().find(workspace, connection.id()).orElseThrow();
        connections().end(now, how, "invalid_grant");
    }

    private ConnectionStore connections() {
        return new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock);
    }
}
