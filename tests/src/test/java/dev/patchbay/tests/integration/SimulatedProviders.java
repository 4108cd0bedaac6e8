package dev.patchbay.tests.integration;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Pause;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connect.AccountLookup;
import dev.patchbay.connect.Authorized;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.Grant;
import dev.patchbay.connection.HolderNames;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.SimulatorSettings;
import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.oauth.GrantStrategy;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.CredentialCheck;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.refresh.RefreshPlan;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.integration.AwsUnderTest.Aws;
import dev.patchbay.vault.KeyedHashes;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/** Simulated providers, and the stores that tests of connections need, all on one clock. Slack rotates its tokens. */
public final class SimulatedProviders implements AutoCloseable {
    private static final List<String> SERVED =
            List.of("google", "slack", "apollo", "quickbooks", "salesforce", "stripe");

    private static final URI REDIRECT = URI.create("http://localhost:3000/api/auth/oauth/any/callback");

    private final Aws aws;
    private final Clock clock;
    private final Simulators simulators;
    private final ProviderCatalog catalog;
    private final ProviderHttp http = new ProviderHttp();
    private final TokenVault vault;
    private final AtomicInteger connects = new AtomicInteger();

    public SimulatedProviders(Aws aws, Clock clock) {
        this.aws = aws;
        this.clock = clock;
        simulators =
                Simulators.start(SimulatorSettings.onPort(0).withClock(clock).with(AppSwitch.SLACK_TOKEN_ROTATION));
        catalog = new ProviderCatalog(
                SimulatedProviders.class.getClassLoader(),
                SERVED.stream()
                        .collect(Collectors.toMap(
                                app -> app, app -> simulators.baseUrl(app).toString())));
        vault = vault(aws.clients().kms());
        forgetHolders();
    }

    /** Deletes all holders: every test uses the same accounts with new connections. */
    private void forgetHolders() {
        String table = aws.table("AccountHoldersTable");
        DynamoDbClient dynamoDb = aws.clients().dynamoDb();
        heldRows()
                .forEach(row -> dynamoDb.deleteItem(request -> request.tableName(table)
                        .key(Map.of("account", row.get("account"), "holder", row.get("holder")))));
    }

    /** Returns all rows that record a holder of an account. */
    public List<Map<String, AttributeValue>> heldRows() {
        return aws
                .clients()
                .dynamoDb()
                .scanPaginator(
                        scan -> scan.tableName(aws.table("AccountHoldersTable")).consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    private TokenVault vault(KmsClient kms) {
        return new TokenVault(keys(kms), new SecureRandom());
    }

    private WorkspaceKeys keys(KmsClient kms) {
        return new WorkspaceKeys(
                aws.clients().dynamoDb(), () -> kms, aws.table("WorkspaceKeysTable"), aws.vaultKey(), clock);
    }

    /** Destroys a workspace's keys, as an erase does in another process. */
    public void destroyKeys(WorkspaceId workspace) {
        keys(aws.clients().kms()).destroy(workspace);
    }

    /** The vault of another worker, whose requests to KMS may be refused. */
    TokenVault vault(RefusedRequests refused) {
        return vault(refused.of(aws.clients().configured(KmsClient.builder())).build());
    }

    /** Returns the URLs of the providers, in the format of {@code PROVIDER_URLS}. */
    public String urls() {
        return SERVED.stream().map(app -> app + "=" + simulators.baseUrl(app)).collect(Collectors.joining(","));
    }

    /** Returns the settings of a worker in its own process. Stores the apps where functions look for them. */
    Map<String, String> settings() {
        keepAppsAsSecrets();
        return Map.of(
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "CONNECTIONS_TABLE", aws.table("ConnectionsTable"),
                "ACCOUNT_HOLDERS_TABLE", aws.table("AccountHoldersTable"),
                "WORKSPACE_KEYS_TABLE", aws.table("WorkspaceKeysTable"),
                "VAULT_KEY_ID", aws.vaultKey(),
                "OAUTH_APP_SECRETS", appSecrets(),
                "PROVIDER_URLS", urls());
    }

    private String appSecrets() {
        return aws.stack().functions().stream()
                .map(function -> function.environment().getOrDefault("OAUTH_APP_SECRETS", ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Puts the registered apps where functions look for them. */
    public void keepAppsAsSecrets() {
        String prefix = appSecrets();
        try (SecretsManagerClient secrets = aws.clients().secretsManager()) {
            simulators.oauthApps().forEach((app, registered) -> {
                String value = "{\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                        .formatted(registered.clientId(), registered.clientSecret());
                try {
                    secrets.createSecret(request -> request.name(prefix + app).secretString(value));
                } catch (ResourceExistsException there) {
                    secrets.putSecretValue(
                            request -> request.secretId(prefix + app).secretString(value));
                }
            });
        }
    }

    public Simulators simulators() {
        return simulators;
    }

    public ProviderCatalog catalog() {
        return catalog;
    }

    public TokenVault vault() {
        return vault;
    }

    ProviderHttp http() {
        return http;
    }

    public ConnectionStore connections() {
        return connections(aws.clients().dynamoDb());
    }

    public ConnectionStore connections(DynamoDbClient dynamoDb) {
        return new ConnectionStore(
                dynamoDb,
                aws.table("ConnectionsTable"),
                new AccountHolders(dynamoDb, aws.table("AccountHoldersTable"), clock),
                clock);
    }

    /** Returns the record of which connections hold which account. */
    public AccountHolders holders() {
        return new AccountHolders(aws.clients().dynamoDb(), aws.table("AccountHoldersTable"), clock);
    }

    /** The names under which accounts and their holders are recorded. */
    public HolderNames holderNames() {
        return new HolderNames(new KeyedHashes(new WorkspaceKeys(
                aws.clients().dynamoDb(),
                aws.clients().onFirstUse(AwsClients::kms),
                aws.table("WorkspaceKeysTable"),
                aws.vaultKey(),
                clock)));
    }

    public SharedAccounts sharedAccounts() {
        return new SharedAccounts(holders(), holderNames());
    }

    public Revoker revoker() {
        return new Revoker(http, apps());
    }

    /** The apps as they are registered at the providers. */
    public OAuthApps apps() {
        return app -> {
            OAuthAppCredentials registered =
                    Optional.ofNullable(simulators.oauthApps().get(app)).orElseThrow();
            return new OAuthApps.OAuthApp(
                    new ClientID(registered.clientId()),
                    new com.nimbusds.oauth2.sdk.auth.Secret(registered.clientSecret()));
        };
    }

    public FreshTokens freshTokens(Pause pause) {
        return freshTokens(connections(), apps(), pause);
    }

    /** A worker with its own clock. */
    FreshTokens freshTokens(Clock own, Pause pause) {
        return new FreshTokens(
                new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), holders(), own),
                catalog,
                new OAuthFlow(apps(), http, own),
                vault,
                revoker(),
                sharedAccounts(),
                own,
                pause,
                new SecureRandom());
    }

    public FreshTokens freshTokens(ConnectionStore connections, OAuthApps apps, Pause pause) {
        return freshTokens(connections, apps, vault, pause);
    }

    /** As a worker has them: with the breakers of the apps in this table. */
    FreshTokens guardedTokens(OAuthApps apps, AppBreakers breakers, Pause pause) {
        return freshTokens(connections(), apps, vault, pause, Optional.of(breakers));
    }

    /** @param apps they are read under the lease, just before the provider is asked */
    FreshTokens freshTokens(ConnectionStore connections, OAuthApps apps, TokenVault vault, Pause pause) {
        return freshTokens(connections, apps, vault, pause, Optional.empty());
    }

    private FreshTokens freshTokens(
            ConnectionStore connections,
            OAuthApps apps,
            TokenVault vault,
            Pause pause,
            Optional<AppBreakers> breakers) {
        return new FreshTokens(
                connections,
                catalog,
                new OAuthFlow(apps, http, clock),
                vault,
                revoker(),
                sharedAccounts(),
                clock,
                pause,
                new SecureRandom(),
                breakers);
    }

    /** Resets everything to the start: no connections, requests or faults. */
    public void reset() {
        simulators.reset();
        forgetHolders();
        connects.set(0);
    }

    /** How often the token endpoints were asked, not counting the exchanges of codes. */
    public int refreshes() {
        return simulators.requests("google", "/token").size()
                + simulators.requests("slack", "/oauth.v2.access").size()
                - connects.get();
    }

    /** The next requests to a provider's token endpoint are answered with this status. */
    public void tokenOutage(String provider, int requests, int status) {
        String path = provider.equals("google") ? "/token" : "/oauth.v2.access";
        simulators.provider(provider).misbehave(new Misbehaviour.Answer(path, requests, status));
    }

    /** Connects an account as a member does, through the consent page. */
    public Connection connect(WorkspaceId workspace, String provider, String login) {
        return connect(workspace, provider, login, granted(provider, login));
    }

    /** Connects an account with all that its provider reports about it, as the callback does. */
    Connection connectIdentified(WorkspaceId workspace, String provider, String login) {
        TokenSet tokens = granted(provider, login);
        try {
            LinkedAccount linked = new AccountLookup(http, apps())
                    .of(catalog.get(new ProviderId(provider)), new Authorized(tokens, Map.of(), REDIRECT));
            return connect(workspace, provider, linked, tokens);
        } catch (ProviderException refused) {
            throw new AssertionError("The simulator did not say whose account it is", refused);
        }
    }

    /** Connects an account whose grant has no refresh token. */
    public Connection connectWithoutRefreshToken(WorkspaceId workspace, String provider, String login) {
        TokenSet tokens = granted(provider, login);
        return connect(
                workspace,
                provider,
                login,
                new TokenSet(
                        tokens.accessToken(),
                        Optional.empty(),
                        tokens.expiresAt(),
                        tokens.grantExpiresAt(),
                        tokens.scopes(),
                        tokens.answer()));
    }

    /** Confirms the refusal of credentials, by the identity calls of the simulators. */
    public CredentialCheck credentialCheck(FreshTokens freshTokens) {
        return new CredentialCheck(connections(), freshTokens, new AccountLookup(http, apps()), clock);
    }

    /** Keeps an API key that a member pasted in. */
    public Connection connectByKey(WorkspaceId workspace, String provider, String key) {
        return connect(
                workspace,
                provider,
                LinkedAccount.of(new Account("key", "key")),
                new Credential.ApiKey(Secret.of(key)),
                Set.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A grant as the callback stores it for Ann. */
    public PendingGrant pending(
            WorkspaceId workspace, String provider, String login, String handleHash, Instant until) {
        TokenSet tokens = granted(provider, login);
        Credential credential = Credential.of(tokens, Optional.empty());
        NewConnection agreed = new NewConnection(
                workspace,
                new ProviderId(provider),
                LinkedAccount.of(new Account(login, login)),
                new MemberId("ann@acme.example"),
                new NewAccess(
                        tokens.scopes(),
                        vault.seal(PendingGrant.credentialPlace(workspace, handleHash), credential.toSecret()),
                        tokens.expiresAt(),
                        Optional.of(Grant.agreed(catalog.get(new ProviderId(provider)), tokens, clock.instant())),
                        new RefreshPlan(new SecureRandom()).first(credential, clock.instant(), tokens.expiresAt())));
        return new PendingGrant(handleHash, agreed, Optional.empty(), false, until, false);
    }

    private Connection connect(WorkspaceId workspace, String provider, String login, TokenSet tokens) {
        return connect(workspace, provider, LinkedAccount.of(new Account(login, login)), tokens);
    }

    private Connection connect(WorkspaceId workspace, String provider, LinkedAccount linked, TokenSet tokens) {
        return connect(
                workspace,
                provider,
                linked,
                Credential.of(tokens, Optional.empty()),
                tokens.scopes(),
                tokens.expiresAt(),
                Optional.of(Grant.agreed(catalog.get(new ProviderId(provider)), tokens, clock.instant())));
    }

    /** Connects an account by another process, such as one that crashes. */
    public Connection connect(ConnectionStore process, WorkspaceId workspace, String provider, String login) {
        TokenSet tokens = granted(provider, login);
        return connect(
                process,
                workspace,
                provider,
                LinkedAccount.of(new Account(login, login)),
                Credential.of(tokens, Optional.empty()),
                tokens.scopes(),
                tokens.expiresAt(),
                Optional.empty());
    }

    private Connection connect(
            WorkspaceId workspace,
            String provider,
            LinkedAccount linked,
            Credential credential,
            Set<String> scopes,
            Optional<Instant> expiresAt,
            Optional<Grant> grant) {
        return connect(connections(), workspace, provider, linked, credential, scopes, expiresAt, grant);
    }

    private Connection connect(
            ConnectionStore process,
            WorkspaceId workspace,
            String provider,
            LinkedAccount linked,
            Credential credential,
            Set<String> scopes,
            Optional<Instant> expiresAt,
            Optional<Grant> grant) {
        ProviderId id = new ProviderId(provider);
        ConnectionId connection = ConnectionId.of(workspace, id, linked.account());
        return process.connect(
                new NewConnection(
                        workspace,
                        id,
                        linked,
                        new MemberId("ann"),
                        new NewAccess(
                                scopes,
                                vault.seal(Connection.credentialPlace(workspace, connection), credential.toSecret()),
                                expiresAt,
                                grant,
                                new RefreshPlan(new SecureRandom()).first(credential, clock.instant(), expiresAt))),
                holderNames().connection(catalog.get(id), linked.account(), workspace, connection));
    }

    /** The parameters of a connect's callback, and the state that authorize stored for it. */
    public record Consent(Provider provider, URI redirectUri, Secret code, Optional<Secret> verifier) {}

    /** Returns a person's consent whose code is unused. */
    public Consent consented(String name, String login) {
        Provider provider = catalog.get(new ProviderId(name));
        Optional<Secret> verifier = OAuthFlow.newCodeVerifier(provider);
        URI page =
                new OAuthFlow(apps(), http, clock).authorizationUrl(provider, REDIRECT, Secret.of("state"), verifier);
        URI back = new Person().allow(page, login);
        String code = Arrays.stream(back.getRawQuery().split("&", -1))
                .filter(parameter -> parameter.startsWith("code="))
                .map(parameter -> URLDecoder.decode(parameter.substring("code=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        return new Consent(provider, REDIRECT, Secret.of(code), verifier);
    }

    private TokenSet granted(String name, String login) {
        Consent consent = consented(name, login);
        connects.incrementAndGet();
        try {
            return new OAuthFlow(apps(), http, clock)
                    .exchange(
                            consent.provider(),
                            new GrantStrategy.Code(consent.code(), consent.redirectUri(), consent.verifier()));
        } catch (OAuthException refused) {
            throw new AssertionError("The simulator refused a code that it had just given", refused);
        }
    }

    @Override
    public void close() {
        simulators.close();
    }
}
