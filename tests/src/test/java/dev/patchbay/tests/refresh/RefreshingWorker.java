package dev.patchbay.tests.refresh;

import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.SecretsManagerOAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Environment;
import dev.patchbay.aws.Pause;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;

/** Runs in a {@link WorkerJvm}: requests tokens, at the time and as often as its arguments say. */
final class RefreshingWorker {
    static final String MARK = "got ";
    private static final Duration REMAINING = Duration.ofSeconds(29);

    private final MovableClock clock = new MovableClock();
    private final ConnectionStore connections;
    private final FreshTokens freshTokens;

    private RefreshingWorker(Environment variables, AwsClients aws) {
        SecureRandom random = new SecureRandom();
        AccountHolders holders = new AccountHolders(aws.dynamoDb(), variables.text("ACCOUNT_HOLDERS_TABLE"), clock);
        connections = new ConnectionStore(aws.dynamoDb(), variables.text("CONNECTIONS_TABLE"), holders, clock);
        OAuthApps apps = new SecretsManagerOAuthApps(
                aws.onFirstUse(AwsClients::secretsManager), variables.text("OAUTH_APP_SECRETS"));
        ProviderHttp http = new ProviderHttp();
        TokenVault vault = new TokenVault(
                new WorkspaceKeys(
                        aws.dynamoDb(),
                        aws.onFirstUse(AwsClients::kms),
                        variables.text("WORKSPACE_KEYS_TABLE"),
                        variables.text("VAULT_KEY_ID"),
                        clock),
                random);
        freshTokens = new FreshTokens(
                connections,
                new ProviderCatalog(RefreshingWorker.class.getClassLoader(), variables.pairs("PROVIDER_URLS")),
                new OAuthFlow(apps, http, clock),
                vault,
                new Revoker(http, apps),
                SharedAccounts.withoutKey(holders),
                clock,
                Pause.inRealTime(),
                random);
        variables.check();
    }

    static void main() throws Exception {
        RefreshingWorker worker = new RefreshingWorker(new Environment(System.getenv()), AwsClients.ofEnvironment());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            worker.carryOut(order.split(" ", 4));
        }
    }

    private void carryOut(String[] order) throws InterruptedException, ExecutionException {
        clock.advance(Duration.between(clock.instant(), Instant.parse(order[0])));
        WorkspaceId workspace = new WorkspaceId(order[1]);
        ConnectionId id = new ConnectionId(order[2]);
        Together.call(Integer.parseInt(order[3]), () -> {
                    Connection connection = connections.find(workspace, id).orElseThrow();
                    return freshTokens.of(connection, REMAINING);
                })
                .forEach(result -> System.out.println(MARK + said(result)));
    }

    private static String said(CredentialResult result) {
        return result instanceof CredentialResult.Ready ready
                ? ready.credential().secret().reveal()
                : result.toString();
    }
}
