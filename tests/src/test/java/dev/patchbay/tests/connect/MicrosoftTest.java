package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.LeakSearch;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connecting by a provider's own library, through the function as it is deployed. */
@ExtendWith(StackUnderTest.class)
class MicrosoftTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    MicrosoftTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void aMailboxIsConnectedByItsAddress() {
        String id = tenant.connect(owner, "outlook-mail", "john@contoso.example");

        Answer shown = owner.get("/api/connections/" + id);
        assertThat(shown.text("/message")).isEqualTo("Connected as john@contoso.example");
        assertThat(shown.text("/status")).isEqualTo("connected");
        assertThat(shown.json().path("missingScopes")).isEmpty();
    }

    @Test
    void anAccountWithoutAMailboxIsConnectedByItsSignInName() {
        String id = tenant.connect(owner, "microsoft-todo", "jane@contoso.example");

        assertThat(owner.get("/api/connections/" + id).text("/message")).isEqualTo("Connected as jane@contoso.example");
    }

    @Test
    void aCodeThatMicrosoftRefusesConnectsNothing() {
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "outlook-mail"), "john@contoso.example");

        Answer answer = owner.open(URI.create(callback.toString().replaceAll("code=[^&]*", "code=wrong")));

        assertThat(answer.locationFragment("patchbay_error")).contains("exchange_failed");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void anOutageIsReportedAsOne() {
        URI callback = new Person().allow(tenant.authorizationUrl(owner, "outlook-calendar"), "john@contoso.example");
        tenant.cloud().simulators().microsoft().misbehave(new Misbehaviour.Answer("/oauth2/v2.0/token", 1, 503));

        Answer answer = owner.open(callback);

        assertThat(answer.locationFragment("patchbay_error")).contains("provider_unavailable");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void disconnectingShowsWhereToRevokeTheGrant() {
        String id = tenant.connect(owner, "outlook-calendar", "john@contoso.example");

        Answer answer = owner.delete("/api/connections/" + id);

        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message")).contains("myapps.microsoft.com");
        assertThat(tenant.connections()).isEmpty();
    }

    @Test
    void noTokenOfMicrosoftIsFoundInTablesMessagesEventsOrLogs() {
        tenant.connect(owner, "outlook-mail", "john@contoso.example");

        Set<String> given = tenant.cloud().simulators().microsoft().given();
        assertThat(given).isNotEmpty();
        try (LeakSearch search = new LeakSearch(tenant.cloud())) {
            assertThat(LeakSearch.placesOf(given, search.traces())).isEmpty();
        }
    }
}
