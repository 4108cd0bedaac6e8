package dev.patchbay.functions.oauth;

import dev.patchbay.agent.AgentStore;
import dev.patchbay.agent.WaitingAgents;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.ConnectionLimit;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ConnectionsByProvider;
import dev.patchbay.connection.HolderNames;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.http.Claims;
import dev.patchbay.limit.RequestLimit;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.microsoft.MicrosoftGrantStrategy;
import dev.patchbay.notification.Recipients;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.vault.KeyedHashes;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the handlers of this module are made of.
 *
 * @param keys to be forgotten after a restore from a snapshot
 */
public record OAuthParts(
        Providers providers,
        Stores stores,
        Limits limits,
        Holds holds,
        TokenVault vault,
        WorkspaceKeys keys,
        Claims claims,
        SecureRandom random,
        Clock clock) {

    /** What reaches the providers. */
    record Providers(ProviderCatalog catalog, OAuthFlow flow, ProviderHttp http, OAuthApps apps) {}

    /** What is stored. */
    public record Stores(
            OAuthStateStore states, ConnectionStore connections, Recipients recipients, WaitingAgents waitingAgents) {}

    /** How many connections and requests a workspace may have. */
    record Limits(ConnectionLimit connectionLimit, RequestLimit requests) {}

    /** Which connections hold which accounts. */
    record Holds(AccountHolders holders, HolderNames holderNames, SharedAccounts sharedAccounts) {}

    /** Wires them. The caller checks the variables once it has read its own. */
    public static OAuthParts of(Environment variables, AwsClients aws) {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        ProviderHttp http = new ProviderHttp();
        OAuthApps apps = new SecretsManagerOAuthApps(
                aws.onFirstUse(AwsClients::secretsManager), variables.text("OAUTH_APP_SECRETS"));
        DynamoDbClient dynamoDb = aws.dynamoDb();
        WorkspaceKeys keys = new WorkspaceKeys(
                dynamoDb,
                aws.onFirstUse(AwsClients::kms),
                variables.text("WORKSPACE_KEYS_TABLE"),
                variables.text("VAULT_KEY_ID"),
                clock);
        AccountHolders holders = new AccountHolders(dynamoDb, variables.text("ACCOUNT_HOLDERS_TABLE"), clock);
        HolderNames holderNames = new HolderNames(new KeyedHashes(keys));
        String connectionsTable = variables.text("CONNECTIONS_TABLE");
        ConnectionStore connections = new ConnectionStore(dynamoDb, connectionsTable, holders, clock);
        return new OAuthParts(
                new OAuthParts.Providers(
                        new ProviderCatalog(OAuthParts.class.getClassLoader(), variables.pairs("PROVIDER_URLS")),
                        new OAuthFlow(
                                apps,
                                http,
                                clock,
                                Map.of(MicrosoftGrantStrategy.STRATEGY, new MicrosoftGrantStrategy(apps, http, clock))),
                        http,
                        apps),
                new OAuthParts.Stores(
                        new OAuthStateStore(dynamoDb, variables.text("OAUTH_STATES_TABLE")),
                        connections,
                        new Recipients(dynamoDb, variables.text("RECIPIENTS_TABLE")),
                        new WaitingAgents(new AgentStore(dynamoDb, variables.text("AGENTS_TABLE"), clock))),
                new OAuthParts.Limits(
                        new ConnectionLimit(
                                new ConnectionsByProvider(dynamoDb, connectionsTable),
                                connections,
                                variables.count("WORKSPACE_CONNECTIONS")),
                        RequestShares.of(variables, dynamoDb, clock)),
                new OAuthParts.Holds(holders, holderNames, new SharedAccounts(holders, holderNames)),
                new TokenVault(keys, random),
                keys,
                Claims.of(variables),
                random,
                clock);
    }
}
