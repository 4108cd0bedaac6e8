package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A workspace with its thousand connections, at each way to connect one more. */
@ExtendWith(StackUnderTest.class)
class ConnectionLimitTest {
    private static final int LIMIT = 1_000;
    private static final String JOHN = "john@acme.example";
    private static final String JANE = "jane@globex.example";
    private static final String KEY = "local-apollo-key-of-acme";

    private final Tenant tenant;
    private final PatchbayClient owner;
    private final OAuthProviderSimulator freshBooks;

    ConnectionLimitTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
        this.freshBooks = (OAuthProviderSimulator) tenant.cloud().simulators().provider("freshbooks");
    }

    @Test
    void atTheLimitOnlyReconnectsAreAllowed() {
        String johns = tenant.connect(owner, "freshbooks", JOHN);
        owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", KEY));
        URI janes = tenant.authorizationUrl(owner, "freshbooks");
        URI johnsAgain = tenant.authorizationUrl(owner, "freshbooks");
        fill(LIMIT - 2);
        Set<String> before = freshBooks.liveTokens();

        Answer tooLate = complete(janes, JANE);

        assertRefused(tooLate, "Disconnect an account that is not used any more");
        assertThat(since(before)).as("the grant was revoked").isEmpty();
        assertRefused(owner.get("/api/auth/oauth/freshbooks/authorize"), "To reconnect one, name it by \"connection\"");
        assertRefused(
                owner.post("/api/connections", Map.of("provider", "openai", "apiKey", "sk-local-openai-key-of-acme")),
                "The key was not stored");
        assertThat(complete(johnsAgain, JOHN).text("/id")).isEqualTo(johns);
        assertThat(owner.get("/api/auth/oauth/freshbooks/authorize?connectionId=" + johns)
                        .status())
                .isEqualTo(200);
        assertThat(owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", KEY))
                        .status())
                .isEqualTo(201);

        owner.delete("/api/connections/" + johns);

        assertThat(complete(tenant.authorizationUrl(owner, "freshbooks"), JANE).status())
                .isEqualTo(200);
    }

    private static void assertRefused(Answer answer, String whatToDo) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("connection_limit");
        assertThat(answer.text("/detail"))
                .startsWith("This workspace has 1000 connections, which is as many as it may have. ")
                .contains(whatToDo);
    }

    private Answer complete(URI authorizationUrl, String account) {
        URI callback = new Person().allow(authorizationUrl, account);
        return owner.complete(
                owner.open(callback).locationFragment("patchbay_handle").orElseThrow());
    }

    private Set<String> since(Set<String> before) {
        Set<String> given = new HashSet<>(freshBooks.liveTokens());
        given.removeAll(before);
        return given;
    }

    private void fill(int count) {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            ConnectionStore store = new ConnectionStore(dynamoDb, tenant.table("ConnectionsTable"), Clock.systemUTC());
            for (int i = 0; i < count; i++) {
                store.connect(new NewConnection(
                        new WorkspaceId(tenant.workspace()),
                        new ProviderId("mapbox"),
                        new Account("id-" + i, "account " + i),
                        new MemberId("ann"),
                        Set.of(),
                        SealedSecret.of(new byte[] {1}),
                        Optional.empty()));
            }
        }
    }
}
