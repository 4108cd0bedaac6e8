package dev.patchbay.functions.connections;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.agent.AgentStore;
import dev.patchbay.agent.WaitingAgents;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionLimit;
import dev.patchbay.connection.ConnectionPages;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.connection.HolderNames;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.notification.Recipients;
import dev.patchbay.rehearsal.Rehearsal;
import dev.patchbay.vault.KeyedHashes;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Lists the providers; lists, shows, completes, adds and removes connections. Thread-safe. */
public final class ConnectionsHandler implements HttpFunction, Resource {
    private final WorkspaceKeys keys;
    private final ProviderCatalog catalog;
    private final Api api;

    public ConnectionsHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    private ConnectionsHandler(Map<String, String> environment, AwsClients aws) {
        this(environment, aws, aws.dynamoDb(), Clock.systemUTC());
    }

    public ConnectionsHandler(Map<String, String> environment, AwsClients aws, DynamoDbClient dynamoDb, Clock clock) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String keysTable = variables.text("WORKSPACE_KEYS_TABLE");
        String appSecrets = variables.text("OAUTH_APP_SECRETS");
        String vaultKey = variables.text("VAULT_KEY_ID");
        Map<String, String> providerUrls = variables.pairs("PROVIDER_URLS");
        String agentsTable = variables.text("AGENTS_TABLE");
        String recipientsTable = variables.text("RECIPIENTS_TABLE");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        int mostConnections = variables.count("WORKSPACE_CONNECTIONS");
        Claims claims = Claims.of(variables);
        RequestLimit requests = RequestShares.of(variables, dynamoDb, clock);
        variables.check();

        ProviderHttp http = new ProviderHttp();
        OAuthApps apps = new SecretsManagerOAuthApps(aws.onFirstUse(AwsClients::secretsManager), appSecrets);
        catalog = new ProviderCatalog(ConnectionsHandler.class.getClassLoader(), providerUrls);
        AccountHolders holders = new AccountHolders(dynamoDb, holdersTable, clock);
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, holders, clock);
        ConnectionLimit limit = new ConnectionLimit(
                new ConnectionsByProvider(dynamoDb, connectionsTable), connections, mostConnections);
        keys = new WorkspaceKeys(dynamoDb, aws.onFirstUse(AwsClients::kms), keysTable, vaultKey, clock);
        TokenVault vault = new TokenVault(keys, new SecureRandom());
        SharedAccounts shared = new SharedAccounts(holders, new HolderNames(new KeyedHashes(keys)));
        api = new Api(
                Map.of(
                        "GET /api/providers",
                        new Providers(catalog, new ProviderIcons(ConnectionsHandler.class.getClassLoader())),
                        "GET /api/integrations",
                        new Integrations(catalog, connections, clock),
                        "GET /api/connections",
                        new ListConnections(catalog, new ConnectionPages(dynamoDb, connectionsTable), clock),
                        "GET /api/connections/{id}",
                        new ShowConnection(catalog, connections, clock),
                        "PATCH /api/connections/{id}",
                        new Choose(catalog, connections, clock),
                        "POST /api/connections",
                        new AddApiKey(
                                catalog,
                                new AccountLookup(http, apps),
                                connections,
                                limit,
                                vault,
                                new Recipients(dynamoDb, recipientsTable),
                                new WaitingAgents(new AgentStore(dynamoDb, agentsTable, clock)),
                                clock),
                        "DELETE /api/connections/{id}",
                        new Disconnect(catalog, connections, vault, new Revoker(http, apps), shared),
                        "ROTATE-KEY",
                        new RotateKey(keys)),
                claims,
                requests);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return api.answer(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        catalog.all();
        Rehearsal.ofRequests(
                ConnectionsHandler.class,
                (environment, aws) -> new ConnectionsHandler(environment, AwsClients.at(aws)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        keys.forget();
    }
}
