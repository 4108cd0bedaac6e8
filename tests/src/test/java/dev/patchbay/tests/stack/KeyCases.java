package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.Provider;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.TakesKeys;
import dev.patchbay.tests.fixture.Tenant;
import java.util.Map;

/** What must hold of a provider that is connected by a key, in a workspace without connections. */
final class KeyCases {
    /** Of a form that every provider could have. */
    static final String WRONG_KEY = "sk.0000000000000000-us6";

    private final Provider provider;
    private final Tenant tenant;
    private final PatchbayClient owner;
    private final TakesKeys keys;

    KeyCases(Provider provider, Tenant tenant) {
        this.provider = provider;
        this.tenant = tenant;
        this.owner = tenant.owner();
        this.keys =
                (TakesKeys) tenant.cloud().simulators().provider(provider.name().value());
    }

    Outcome hold(ProviderCase what) {
        return switch (what) {
            case CONNECT -> connect();
            case DENY -> Outcome.cannotBe("a key is pasted in: there is no consent to deny");
            case WRONG_CODE -> wrongKey();
            case FEWER_SCOPES -> Outcome.cannotBe("a key opens what its account may, and names no scopes");
            case RECONNECT_SAME -> reconnectSame();
            case RECONNECT_OTHER -> reconnectOther();
            case DISCONNECT -> disconnect();
        };
    }

    private Outcome connect() {
        Answer answer = add(keys.key());

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        assertThat(answer.text("/message")).startsWith("Connected as ");
        assertThat(answer.text("/status")).isEqualTo("connected");
        assertThat(tenant.connections()).hasSize(1);
        return Outcome.held();
    }

    private Outcome wrongKey() {
        Answer answer = add(WRONG_KEY);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).isEqualTo(provider.title() + " integration error: Invalid API key");
        assertThat(tenant.connections()).isEmpty();
        return Outcome.held();
    }

    private Outcome reconnectSame() {
        String id = add(keys.key()).text("/id");

        Answer answer = renew(id, identifiesAccount() ? keys.key() : keys.keyOfAnother());

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        assertThat(answer.text("/id")).isEqualTo(id);
        assertThat(tenant.connections()).hasSize(1);
        return identifiesAccount() ? Outcome.held() : Outcome.held("names no account: any key renews the connection");
    }

    private Outcome reconnectOther() {
        if (!identifiesAccount()) {
            return Outcome.cannotBe("no key identifies its account");
        }
        Answer connected = add(keys.key());

        Answer answer = renew(connected.text("/id"), keys.keyOfAnother());

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(409);
        assertThat(answer.text("/code")).isEqualTo("account_mismatch");
        assertThat(answer.text("/detail"))
                .contains(
                        connected.text("/account"),
                        add(tenant.other().owner(), keys.keyOfAnother()).text("/account"));
        assertThat(tenant.connections())
                .singleElement()
                .satisfies(kept -> assertThat(kept.path("account").asText()).isEqualTo(connected.text("/account")));
        return Outcome.held();
    }

    private boolean identifiesAccount() {
        return provider.usedByKey().identity().id().isPresent();
    }

    private Outcome disconnect() {
        String id = add(keys.key()).text("/id");

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message")).startsWith("The key was deleted here. Delete it in " + provider.title());
        assertThat(owner.get("/api/connections/" + id).status()).isEqualTo(404);
        return Outcome.held("cannot revoke, and says why");
    }

    private Answer add(String pasted) {
        return add(owner, pasted);
    }

    private Answer add(PatchbayClient where, String pasted) {
        return where.post("/api/connections", Map.of("provider", provider.name().value(), "apiKey", pasted));
    }

    private Answer renew(String connection, String pasted) {
        return owner.post(
                "/api/connections",
                Map.of("provider", provider.name().value(), "apiKey", pasted, "connectionId", connection));
    }
}
