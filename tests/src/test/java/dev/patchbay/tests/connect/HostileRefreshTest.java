package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connect.Revoker;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.AccountHolders;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.SharedAccounts;
import dev.patchbay.oauth.OAuthFlow;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.vault.Secret;
import dev.patchbay.vault.TokenVault;
import dev.patchbay.vault.WorkspaceKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Token endpoints that answer anything to a refresh: how the connection is then, and which tokens it has. */
@ExtendWith(AwsUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRefreshTest {
    private static final ProviderId HUBSPOT = new ProviderId("hubspot");
    private static final Credential OLD =
            new Credential.OAuthTokens(Secret.of("access-0"), Optional.of(Secret.of("refresh-0")));
    private static final String BOTH = "\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\"";

    private final MovableClock clock = new MovableClock();
    private final HostileProvider provider = new HostileProvider();
    private final Aws aws;
    private final ConnectionStore connections;
    private final TokenVault vault;
    private final FreshTokens freshTokens;

    HostileRefreshTest(Aws aws) {
        this.aws = aws;
        connections = new ConnectionStore(aws.clients().dynamoDb(), aws.table("ConnectionsTable"), clock);
        vault = new TokenVault(
                new WorkspaceKeys(
                        aws.clients().dynamoDb(),
                        aws.clients().onFirstUse(AwsClients::kms),
                        aws.table("WorkspaceKeysTable"),
                        aws.vaultKey(),
                        clock),
                new SecureRandom());
        OAuthApps apps = app -> new OAuthApps.OAuthApp(
                new ClientID("client-1"), new com.nimbusds.oauth2.sdk.auth.Secret("client-secret-1"));
        freshTokens = new FreshTokens(
                connections,
                new ProviderCatalog(HostileRefreshTest.class.getClassLoader(), Map.of("hubspot", provider.url())),
                new OAuthFlow(apps, new ProviderHttp(), clock),
                vault,
                new Revoker(new ProviderHttp(), apps),
                SharedAccounts.withoutKey(
                        new AccountHolders(aws.clients().dynamoDb(), aws.table("AccountHoldersTable"), clock)),
                clock,
                clock::advance,
                new SecureRandom());
    }

    @AfterAll
    void stop() {
        provider.close();
    }

    /**
     * An answer to a refresh.
     *
     * @param status of the connection after it
     * @param access its access token after it
     */
    record Row(String what, HostileAnswer answer, ConnectionStatus status, String access) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        return Stream.concat(
                Stream.of(
                        failing("empty body", HostileAnswer.json(200, "")),
                        failing("empty object", HostileAnswer.json(200, "{}")),
                        failing("array", HostileAnswer.json(200, "[{" + BOTH + "}]")),
                        failing("HTML", HostileAnswer.html(200)),
                        failing("truncated", HostileAnswer.json(200, "{" + BOTH)),
                        failing("cut off", HostileAnswer.cutOff("{" + BOTH)),
                        failing("silence", HostileAnswer.silence()),
                        failing("5,000 levels", HostileAnswer.json(200, "[".repeat(5_000))),
                        failing("gzip bomb", HostileAnswer.gzipBomb("{" + BOTH + "}")),
                        failing("UTF-16", HostileAnswer.encoded(StandardCharsets.UTF_16, "{" + BOTH + "}")),
                        failing("302 with tokens", HostileAnswer.json(302, "{" + BOTH + "}")),
                        failing("403 with tokens", HostileAnswer.json(403, "{" + BOTH + "}")),
                        failing("500 with tokens", HostileAnswer.json(500, "{" + BOTH + "}")),
                        failing("access token with NUL", HostileAnswer.json(200, "{\"access_token\":\"a\\u0000\"}")),
                        failing("access token a number", HostileAnswer.json(200, "{\"access_token\":7}")),
                        failing(
                                "refresh token with a line end",
                                HostileAnswer.json(200, "{\"access_token\":\"access-1\",\"refresh_token\":\"r\\n\"}")),
                        failing(
                                "refresh token an array",
                                HostileAnswer.json(200, "{\"access_token\":\"access-1\",\"refresh_token\":[]}")),
                        failing(
                                "access token of 17 K",
                                HostileAnswer.json(200, "{\"access_token\":\"" + "a".repeat(17_000) + "\"}")),
                        failing(
                                "unreadable scopes",
                                HostileAnswer.json(200, "{" + BOTH + ",\"scopes\":\"caf\u00e9\"}")),
                        failing("unknown error", HostileAnswer.json(400, "{\"error\":\"\\u0000\"}"))),
                Stream.of(
                        new Row(
                                "invalid_grant",
                                HostileAnswer.json(400, "{\"error\":\"invalid_grant\"}"),
                                ConnectionStatus.REVOKED,
                                ""),
                        renewed("lifetime of 1e18 s", ",\"expires_in\":1e18"),
                        renewed("lifetime negative", ",\"expires_in\":-1"),
                        renewed("lifetime an array", ",\"expires_in\":[]"),
                        renewed("scopes an object", ",\"scopes\":{}"),
                        renewed("keys twice", ",\"access_token\":\"access-1\"")));
    }

    private static Row failing(String what, HostileAnswer answer) {
        return new Row(what, answer, ConnectionStatus.ERROR, "access-0");
    }

    private static Row renewed(String what, String more) {
        return new Row(what, HostileAnswer.json(200, "{" + BOTH + more + "}"), ConnectionStatus.CONNECTED, "access-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hostileAnswerKeepsTheOldTokensAndEndsNothing(Row row) {
        Connection connection = connected();
        provider.sends(row.answer(), HostileAnswer.json(200, "{}"));
        clock.advance(Duration.ofHours(2));

        CredentialResult result = freshTokens.of(connection, Duration.ofSeconds(29));

        Connection now =
                connections.find(connection.workspace(), connection.id()).orElseThrow();
        assertThat(now.status()).isEqualTo(row.status());
        switch (result) {
            case CredentialResult.Ready ready ->
                assertThat(ready.credential().secret().reveal()).isEqualTo(row.access());
            case CredentialResult.Later later -> {
                assertThat(later.reason()).startsWith("HubSpot").doesNotContain("access-", "refresh-");
                assertThat(opened(now)).isEqualTo(OLD);
            }
            case CredentialResult.Ended ended -> assertThat(row.access()).isEmpty();
            case CredentialResult.AppBroken broken -> throw new AssertionError(broken.reason());
        }
        assertThat(now.access().tokensExpireAt().orElseThrow())
                .isBefore(clock.instant().plus(Duration.ofDays(3651)));
        assertThat(provider.revoked()).isEmpty();
    }

    private Credential opened(Connection connection) {
        return Credential.of(vault.open(
                Connection.credentialPlace(connection.workspace(), connection.id()),
                connection.credential().orElseThrow()));
    }

    private Connection connected() {
        WorkspaceId workspace = aws.newWorkspace();
        Account account = new Account("1", "acme.example");
        return connections.connect(new NewConnection(
                workspace,
                HUBSPOT,
                account,
                new MemberId("ann"),
                Set.of("oauth"),
                vault.seal(
                        Connection.credentialPlace(workspace, ConnectionId.of(workspace, HUBSPOT, account)),
                        OLD.toSecret()),
                Optional.of(clock.instant().plus(Duration.ofMinutes(30)))));
    }
}
