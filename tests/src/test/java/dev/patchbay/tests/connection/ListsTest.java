package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists have one shape: they page alike, and refuse alike. */
@ExtendWith(StackUnderTest.class)
class ListsTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    ListsTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections", "actions", "agents", "notifications"})
    void aParameterThatIsNoneIsRefusedAndNamed(String list) {
        for (String parameter : List.of("limit=0", "limit=101", "limit=x", "next=x", "next=YWJj")) {
            Answer answer = owner.get("/api/" + list + "?" + parameter);

            assertThat(answer.status()).as(parameter).isEqualTo(400);
            assertThat(answer.text("/code")).isEqualTo("invalid_request");
            assertThat(answer.text("/field")).isEqualTo(parameter.substring(0, parameter.indexOf('=')));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connections", "actions", "agents", "notifications"})
    void anEmptyListIsAnEmptyPageWithoutANext(String list) {
        JsonNode page = owner.get("/api/" + list).json();

        assertThat(page.path(list).isArray()).isTrue();
        assertThat(page.path(list)).isEmpty();
        assertThat(page.has("next")).isFalse();
    }

    @Test
    void connectionsArePagedById() {
        List<String> connected = List.of(
                tenant.connect(owner, "gmail", "john@gmail.com"),
                tenant.connect(owner, "gmail", "jane@gmail.com"),
                tenant.connect(owner, "google-calendar", "john@gmail.com"));
        String gone = tenant.connect(owner, "google-calendar", "jane@gmail.com");
        owner.delete("/api/connections/" + gone);

        assertThat(ids("connections", "limit=1"))
                .containsExactlyElementsOf(connected.stream().sorted().toList());
        assertThat(ids("connections", "limit=100")).hasSize(3);
        assertThat(tenant.other().owner().get("/api/connections").json().path("connections"))
                .isEmpty();
    }

    @Test
    void agentsArePagedById() {
        for (String agent : List.of("c", "a", "b")) {
            tenant.register(owner, agent, "gmail");
        }

        assertThat(ids("agents", "limit=2")).containsExactly("a", "b", "c");
        assertThat(owner.get("/api/agents?limit=3").json().has("next")).isFalse();
    }

    @Test
    void actionsArePagedTheNewestFirstAndFiltered() {
        String johns = tenant.connect(owner, "gmail", "john@gmail.com");
        String first = tenant.act(owner, Tenant.mail("one"), Map.of()).text("/id");
        String second =
                tenant.act(owner, Tenant.mailBy("outreach", "two"), Map.of()).text("/id");
        String failed = tenant.act(owner, broken(johns), Map.of()).text("/id");
        await().until(() -> ids("actions", "limit=100").size() == 3);

        assertThat(ids("actions", "limit=1")).containsExactly(failed, second, first);
        assertThat(ids("actions", "status=failed")).containsExactly(failed);
        assertThat(ids("actions", "status=succeeded&limit=1")).containsExactly(second, first);
        assertThat(ids("actions", "status=queued")).isEmpty();
        assertThat(ids("actions", "agentId=outreach")).containsExactly(second);
        assertThat(ids("actions", "provider=slack")).isEmpty();
        assertThat(ids("actions", "connectionId=" + johns + "&provider=gmail&status=failed"))
                .containsExactly(failed);
        assertThat(ids("actions", "connectionId=conn_" + "0".repeat(26))).isEmpty();
        assertThat(owner.get("/api/actions?limit=1").json().at("/actions/0"))
                .isEqualTo(owner.get("/api/actions/" + failed).json());
        assertThat(tenant.other().owner().get("/api/actions").json().path("actions"))
                .isEmpty();
    }

    @Test
    void aFilterThatIsNoneIsRefusedAndNamed() {
        for (String filter : List.of("status=done", "connectionId=x", "provider=A%20B", "agentId=a%20b")) {
            Answer answer = owner.get("/api/actions?" + filter);

            assertThat(answer.status()).as(filter).isEqualTo(400);
            assertThat(answer.text("/field")).isEqualTo(filter.substring(0, filter.indexOf('=')));
        }
    }

    @Test
    void theFormerNameOfTheConnectionToRenewIsRefused() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");

        Answer answer = owner.get("/api/auth/oauth/gmail/authorize?connection=" + connection);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("connectionId");
    }

    private static Map<String, Object> broken(String connection) {
        return Map.of("connectionId", connection, "action", "gmail.send-email", "input", Map.of("subject", "nobody"));
    }

    /** All ids of a list, page by page. */
    private List<String> ids(String list, String parameters) {
        List<String> ids = new ArrayList<>();
        for (String next = ""; ; ) {
            JsonNode page = owner.get("/api/" + list + "?" + parameters + next).json();
            page.path(list).forEach(one -> ids.add(one.path("id").asText()));
            if (!page.has("next")) {
                return ids;
            }
            next = "&next=" + page.path("next").asText();
        }
    }
}
