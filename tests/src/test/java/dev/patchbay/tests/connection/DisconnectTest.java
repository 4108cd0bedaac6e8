package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackUnderTest.class)
class DisconnectTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    DisconnectTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void disconnectingRevokesAtTheProvider() {
        String id = tenant.connect(owner, "gmail", "john@gmail.com");

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.json().path("revoked").asBoolean()).isTrue();
        assertThat(tenant.cloud().simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
        assertThat(owner.get("/api/connections/" + id).status()).isEqualTo(404);
    }

    @Test
    void deletesTheCredentialIfTheProviderDoesNotAnswer() {
        String id = tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.Answer("/revoke", 1, 503));

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message")).contains("Remove the app in your Gmail account");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void disconnectingTwiceIsNotFoundTheSecondTime() {
        String id = tenant.connect(owner, "gmail", "jane@gmail.com");
        owner.delete("/api/connections/" + id);

        assertThat(owner.delete("/api/connections/" + id).status()).isEqualTo(404);
    }

    @Test
    void disconnectedAccountCanBeConnectedAgain() {
        String id = tenant.connect(owner, "gmail", "jane@gmail.com");
        owner.delete("/api/connections/" + id);

        assertThat(tenant.connect(owner, "gmail", "jane@gmail.com")).isEqualTo(id);
        assertThat(owner.get("/api/connections/" + id).text("/status")).isEqualTo("connected");
    }
}
