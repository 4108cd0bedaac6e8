package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Salesforce, which returns the host of an organisation's API at each refresh. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class MovedApiHostTest {
    private static final Duration PLENTY = Duration.ofSeconds(29);
    private static final URI ACME = URI.create("https://acme.my.salesforce.com");

    private final MovableClock clock = new MovableClock();
    private final SimulatedProviders providers;
    private final FreshTokens freshTokens;
    private final WorkspaceId workspace;

    MovedApiHostTest(Aws aws) {
        providers = new SimulatedProviders(aws, clock);
        freshTokens = providers.freshTokens(clock::advance);
        workspace = aws.newWorkspace();
    }

    @AfterEach
    void stop() {
        providers.close();
    }

    @Test
    void refreshStoresTheHostThatTheAnswerNames() {
        Connection acme = refreshed(providers.connect(workspace, "salesforce", "john@acme.example"));
        nextRefreshReturns(",\"instance_url\":\"https://acme--eu.my.salesforce.com\"");

        Connection moved = refreshed(acme);

        assertThat(acme.target().apiBase()).contains(ACME);
        assertThat(moved.target().apiBase()).contains(URI.create("https://acme--eu.my.salesforce.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "https://evil.example",
                "https://acme.my.salesforce.com.evil.example",
                "https://acme.my.salesforce.com:8443",
                "https://evil.example#.my.salesforce.com",
                "http://acme.my.salesforce.com"
            })
    void hostThatIsNotTheProvidersIsNotBelieved(String host) {
        Connection acme = refreshed(providers.connect(workspace, "salesforce", "john@acme.example"));
        nextRefreshReturns(",\"instance_url\":\"" + host + "\"");

        Connection after = refreshed(acme);

        assertThat(after.target().apiBase()).contains(ACME);
        assertThat(after.status()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(after.access().tokensIssuedAt()).isEqualTo(clock.instant());
    }

    @Test
    void refreshWithoutAHostKeepsTheStoredHost() {
        Connection acme = refreshed(providers.connect(workspace, "salesforce", "john@acme.example"));
        nextRefreshReturns("");

        assertThat(refreshed(acme).target().apiBase()).contains(ACME);
    }

    private void nextRefreshReturns(String more) {
        String answer = "{\"access_token\":\"next\",\"token_type\":\"Bearer\"" + more + "}";
        providers
                .simulators()
                .provider("salesforce")
                .misbehave(new Misbehaviour.Answer("/services/oauth2/token", 1, 200, answer, Map.of()));
    }

    private Connection refreshed(Connection connection) {
        clock.advance(Duration.ofHours(2));

        assertThat(freshTokens.of(connection, PLENTY)).isInstanceOf(CredentialResult.Ready.class);
        return providers.connections().find(workspace, connection.id()).orElseThrow();
    }
}
