package dev.patchbay.functions.refresh;

import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Pause;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.HolderNames;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.microsoft.MicrosoftGrantStrategy;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.CredentialCheck;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.vault.KeyedHashes;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Wires the worker that refreshes connections. */
final class RefreshParts {
    private RefreshParts() {}

    /** @throws IllegalStateException naming every variable that is missing */
    static RefreshWorker worker(Map<String, String> environment, AwsClients aws) {
        Environment variables = new Environment(environment);
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        String appsTable = variables.text("OAUTH_APPS_TABLE");
        String holdersTable = variables.text("ACCOUNT_HOLDERS_TABLE");
        String keysTable = variables.text("WORKSPACE_KEYS_TABLE");
        String vaultKey = variables.text("VAULT_KEY_ID");
        String appSecrets = variables.text("OAUTH_APP_SECRETS");
        Map<String, String> providerUrls = variables.pairs("PROVIDER_URLS");
        variables.check();

        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        ProviderCatalog catalog = new ProviderCatalog(RefreshParts.class.getClassLoader(), providerUrls);
        WorkspaceKeys keys = new WorkspaceKeys(dynamoDb, aws.onFirstUse(AwsClients::kms), keysTable, vaultKey, clock);
        TokenVault vault = new TokenVault(keys, random);
        AccountHolders holders = new AccountHolders(dynamoDb, holdersTable, clock);
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, holders, clock);
        ProviderHttp http = new ProviderHttp();
        OAuthApps apps = new SecretsManagerOAuthApps(aws.onFirstUse(AwsClients::secretsManager), appSecrets);
        OAuthFlow flow = new OAuthFlow(
                apps,
                http,
                clock,
                Map.of(MicrosoftGrantStrategy.STRATEGY, new MicrosoftGrantStrategy(apps, http, clock)));
        FreshTokens freshTokens = new FreshTokens(
                connections,
                catalog,
                flow,
                vault,
                new Revoker(http, apps),
                new SharedAccounts(holders, new HolderNames(new KeyedHashes(keys))),
                clock,
                Pause.inRealTime(),
                random);
        CredentialCheck check = new CredentialCheck(connections, freshTokens, new AccountLookup(http, apps), clock);
        AppBreakers breakers = new AppBreakers(dynamoDb, appsTable, clock);
        return new RefreshWorker(new DueRefresh(connections, catalog, freshTokens, check, breakers, clock), breakers);
    }
}
