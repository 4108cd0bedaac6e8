package dev.patchbay.functions.privacy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionRemoval;
import dev.patchbay.connection.HolderNames;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.http.Api;
import dev.patchbay.http.Claims;
import dev.patchbay.http.HttpFunction;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.rehearsal.Rehearsal;
import dev.patchbay.vault.KeyedHashes;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Exports and erases what a workspace has here. Thread-safe. */
public final class PrivacyHandler implements HttpFunction, Resource {
    private final ProviderCatalog catalog;
    private final WorkspaceKeys keys;
    private final Api api;

    public PrivacyHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    private PrivacyHandler(Map<String, String> environment, AwsClients aws) {
        this(environment, aws, aws.dynamoDb(), Clock.systemUTC());
    }

    public PrivacyHandler(Map<String, String> environment, AwsClients aws, DynamoDbClient dynamoDb, Clock clock) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        WorkspaceTable agents = new WorkspaceTable(variables.text("AGENTS_TABLE"), "agent", "agents");
        WorkspaceTable actions =
                new WorkspaceTable(variables.text("ACTIONS_TABLE"), "id", "actions", Map.of("key_", "idempotencyKeys"));
        WorkspaceTable notifications = new WorkspaceTable(
                variables.text("NOTIFICATIONS_TABLE"),
                "id",
                "notifications",
                Map.of("mail_", "mails", "day_", "mailCounts"));
        WorkspaceTable members = new WorkspaceTable(variables.text("RECIPIENTS_TABLE"), "member", "members");
        String keysTable = variables.text("WORKSPACE_KEYS_TABLE");
        String vaultKey = variables.text("VAULT_KEY_ID");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        String erasuresTable = variables.text("ERASURES_TABLE");
        String appSecrets = variables.text("OAUTH_APP_SECRETS");
        Map<String, String> providerUrls = variables.pairs("PROVIDER_URLS");
        Claims claims = Claims.of(variables);
        RequestLimit requests = RequestShares.of(variables, dynamoDb, clock);
        variables.check();

        ProviderHttp http = new ProviderHttp();
        OAuthApps apps = new SecretsManagerOAuthApps(aws.onFirstUse(AwsClients::secretsManager), appSecrets);
        catalog = new ProviderCatalog(PrivacyHandler.class.getClassLoader(), providerUrls);
        AccountHolders holders = new AccountHolders(dynamoDb, holdersTable, clock);
        keys = new WorkspaceKeys(dynamoDb, aws.onFirstUse(AwsClients::kms), keysTable, vaultKey, clock);
        TokenVault vault = new TokenVault(keys, new SecureRandom());
        EraseRecords erasures = new EraseRecords(dynamoDb, erasuresTable, clock);
        CountedDeletes deletes = new CountedDeletes(dynamoDb, erasures);
        RemoveConnections leaving = new RemoveConnections(
                new ConnectionRemoval(dynamoDb, connectionsTable, holders, clock),
                new RevokeGrants(
                        catalog,
                        vault,
                        new Revoker(http, apps),
                        new SharedAccounts(holders, new HolderNames(new KeyedHashes(keys))),
                        clock),
                erasures,
                deletes);
        List<WorkspaceTable> tables = List.of(agents, actions, notifications, members);
        EraseRounds erasing =
                new EraseRounds(leaving, new Sweep(dynamoDb, deletes, clock), tables, keys, erasures, clock);
        List<WorkspaceTable> exported = List.of(
                new WorkspaceTable(connectionsTable, "connection", "connections"),
                agents,
                actions,
                notifications,
                members);
        api = new Api(
                Map.of(
                        "POST /api/privacy/export", new ExportData(dynamoDb, exported, keys, clock),
                        "POST /api/privacy/erase", new EraseWorkspace(erasing, clock)),
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
                PrivacyHandler.class, (environment, aws) -> new PrivacyHandler(environment, AwsClients.at(aws)));
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        keys.forget();
    }
}
