package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackUnderTest.class)
class ApiKeyTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    ApiKeyTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void aKeyThatWorksIsKeptAndShownOnlyByItsEnd() {
        Answer answer = add(ApolloSimulator.KEY);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/says")).isEqualTo("Connected as API key …acme");
        assertThat(answer.json().toString()).doesNotContain(ApolloSimulator.KEY);
    }

    @Test
    void aKeyThatTheProviderRefusesIsNotKept() {
        Answer answer = add("wrong");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).isEqualTo("Apollo integration error: Invalid API key");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeCheckedIsNotKept() {
        tenant.cloud().simulators().apollo().misbehave(new Misbehaviour.Answer("/auth/health", 1, 503));

        Answer answer = add(ApolloSimulator.KEY);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("provider_unavailable");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void theSameKeyAgainIsTheSameConnection() {
        String first = add(ApolloSimulator.KEY).text("/id");
        String second = add(ApolloSimulator.KEY).text("/id");

        assertThat(second).isEqualTo(first);
        assertThat(tenant.connections()).hasSize(1);
    }

    @Test
    void anOAuthProviderTakesNoKey() {
        Answer answer = owner.post("/api/connections", Map.of("provider", "gmail", "apiKey", "key"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("/api/auth/oauth/gmail/authorize");
    }

    @Test
    void disconnectingDeletesTheKeyAndSaysThatTheProviderStillKnowsIt() {
        String id = add(ApolloSimulator.KEY).text("/id");

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message")).contains("deleted here");
        assertThat(owner.get("/api/connections/" + id).status()).isEqualTo(404);
    }

    private Answer add(String key) {
        return owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", key));
    }
}
