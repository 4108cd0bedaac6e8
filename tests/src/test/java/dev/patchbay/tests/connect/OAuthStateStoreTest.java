package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.functions.oauth.OAuthState;
import dev.patchbay.functions.oauth.OAuthStateStore;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class OAuthStateStoreTest {
    private final OAuthStateStore store;
    private final WorkspaceId workspace;

    OAuthStateStoreTest(Aws aws) {
        store = new OAuthStateStore(aws.clients().dynamoDb(), aws.table("OAuthStatesTable"));
        workspace = aws.newWorkspace();
    }

    @Test
    void aStateComesBackAsItWasPut() {
        OAuthState state = state(
                Optional.of(new ConnectionId("conn_0123456789abcdef0123456789")),
                Optional.of(SealedSecret.of("verifier".getBytes(StandardCharsets.UTF_8))));
        store.put(state);

        assertThat(store.consume(state.hash())).contains(state);
    }

    @Test
    void aStateWithoutVerifierAndReconnectComesBackWithoutThem() {
        OAuthState state = state(Optional.empty(), Optional.empty());
        store.put(state);

        assertThat(store.consume(state.hash())).contains(state);
    }

    @Test
    void aStateIsConsumedOnce() {
        OAuthState state = state(Optional.empty(), Optional.empty());
        store.put(state);
        store.consume(state.hash());

        assertThat(store.consume(state.hash())).isEmpty();
    }

    @Test
    void ofTwentyCallbacksWithTheSameStateOneGetsIt() throws Exception {
        OAuthState state = state(Optional.empty(), Optional.empty());
        store.put(state);

        List<Optional<OAuthState>> taken = Together.call(20, () -> store.consume(state.hash()));

        assertThat(taken.stream().flatMap(Optional::stream)).containsExactly(state);
    }

    @Test
    void anUnknownStateGivesNothing() {
        assertThat(store.consume("unknown-" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void consumingOneStateLeavesTheOthers() {
        OAuthState one = state(Optional.empty(), Optional.empty());
        OAuthState other = state(Optional.empty(), Optional.empty());
        store.put(one);
        store.put(other);

        store.consume(one.hash());

        assertThat(store.consume(other.hash())).contains(other);
    }

    private OAuthState state(Optional<ConnectionId> reconnecting, Optional<SealedSecret> verifier) {
        return new OAuthState(
                UUID.randomUUID().toString(),
                new OAuthState.Requester(workspace, new MemberId("ann"), EmailAddress.of("ann@acme.example")),
                new ProviderId("gmail"),
                reconnecting,
                "/settings/integrations",
                new OAuthState.Exchange(URI.create("https://api.example/api/auth/oauth/gmail/callback"), verifier),
                MovableClock.START.plus(Duration.ofMinutes(10)));
    }
}
