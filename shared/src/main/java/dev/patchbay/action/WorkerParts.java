package dev.patchbay.action;

import dev.patchbay.agent.AgentStore;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Pause;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What every provider's worker is made of, wired once here because all are wired alike; only the actions differ.
 *
 * @param keys to be forgotten after a restore from a snapshot
 */
public record WorkerParts(ActionWorker worker, ProviderCatalog catalog, WorkspaceKeys keys) {

    /**
     * Wires a worker.
     *
     * @param environment the function's variables, as template.yaml sets them for every worker
     * @throws IllegalStateException naming every variable that is missing
     */
    public static WorkerParts of(
            Map<String, String> environment, AwsClients aws, ProviderHttp http, List<ProviderAction<?>> performed) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String actionsTable = variables.text("ACTIONS_TABLE");
        String agentsTable = variables.text("AGENTS_TABLE");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        String keysTable = variables.text("WORKSPACE_KEYS_TABLE");
        String vaultKey = variables.text("VAULT_KEY_ID");
        String appSecrets = variables.text("OAUTH_APP_SECRETS");
        String queueUrl = variables.text("ACTION_QUEUE_URL");
        String appsTable = variables.text("OAUTH_APPS_TABLE");
        Map<String, String> providerUrls = variables.pairs("PROVIDER_URLS");
        variables.check();

        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        ProviderCatalog catalog = new ProviderCatalog(WorkerParts.class.getClassLoader(), providerUrls);
        WorkspaceKeys keys = new WorkspaceKeys(dynamoDb, aws.onFirstUse(AwsClients::kms), keysTable, vaultKey, clock);
        TokenVault vault = new TokenVault(keys, random);
        AccountHolders holders = new AccountHolders(dynamoDb, holdersTable, clock);
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, holders, clock);
        ActionStore actions = new ActionStore(dynamoDb, actionsTable, clock);
        OAuthApps apps = new SecretsManagerOAuthApps(aws.onFirstUse(AwsClients::secretsManager), appSecrets);
        OAuthFlow flow = new OAuthFlow(apps, http, clock);
        FreshTokens freshTokens = new FreshTokens(
                connections,
                catalog,
                flow,
                vault,
                new Revoker(http, apps),
                SharedAccounts.withoutKey(holders),
                clock,
                Pause.inRealTime(),
                random,
                Optional.of(new AppBreakers(dynamoDb, appsTable, clock)));
        ActionRunner runner = new ActionRunner(
                performed,
                actions,
                new AgentStore(dynamoDb, agentsTable, clock),
                connections,
                catalog,
                freshTokens,
                new CallAuthorization(apps),
                new ActionRetries(Pause.inRealTime(), random),
                clock);
        return new WorkerParts(new ActionWorker(runner, aws.onFirstUse(AwsClients::sqs), queueUrl), catalog, keys);
    }
}
