package dev.patchbay.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Agents through the gateway, the bus and the queues. */
@ExtendWith(StackUnderTest.class)
class AgentTest {
    private static final String JANE = "jane@gmail.com";

    private final Tenant tenant;
    private final PatchbayClient owner;

    AgentTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void anAgentStopsWithItsConnectionAndGoesOnAfterTheReconnect() {
        String connection = tenant.connect(owner, "gmail", JANE);
        tenant.register(owner, "outreach", "gmail", "slack");
        assertThat(act("outreach").text("/status")).isEqualTo("succeeded");

        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant(JANE));
        assertThat(act("outreach").text("/error/message")).isEqualTo("Gmail access was revoked");
        Answer paused = paused("outreach");
        assertThat(paused.text("/pause/reason")).isEqualTo("connection_revoked");
        assertThat(paused.text("/pause/message")).isEqualTo("Gmail access was revoked");
        assertThat(paused.text("/pause/connectionId")).isEqualTo(connection);

        Answer refused = owner.post("/api/actions", Tenant.mailBy("outreach", "refused"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("agent_paused");
        assertThat(refused.text("/detail"))
                .isEqualTo("Agent Outreach is paused: Gmail access was revoked. Resume it first");

        Answer tooEarly = owner.post("/api/agents/outreach/resume", Map.of());
        assertThat(tooEarly.status()).isEqualTo(409);
        assertThat(tooEarly.text("/code")).isEqualTo("connection_unusable");
        assertThat(tooEarly.text("/detail"))
                .isEqualTo("Gmail access was revoked (" + JANE + "). Reconnect Gmail, then resume the agent");

        Answer reconnected = owner.connect(new Person().allow(tenant.authorizationUrl(owner, "gmail"), JANE));
        assertThat(reconnected.text("/notice")).isEqualTo("Gmail reconnected. Resume paused agents to continue.");
        assertThat(owner.get("/api/agents/outreach").text("/status")).isEqualTo("paused");
        Answer resumed = owner.post("/api/agents/outreach/resume", Map.of());
        assertThat(resumed.text("/status")).isEqualTo("running");
        assertThat(resumed.json().has("pause")).isFalse();
        assertThat(act("outreach").text("/status")).isEqualTo("succeeded");
    }

    @Test
    void aNewKeyInPlaceOfADeletedOneLetsTheAgentsGoOn() {
        ApolloSimulator apollo = tenant.cloud().simulators().apollo();
        apollo.addKey("local-apollo-key-to-be-deleted");
        Answer added = owner.post(
                "/api/connections", Map.of("provider", "apollo", "apiKey", "local-apollo-key-to-be-deleted"));
        assertThat(added.json().has("notice")).isFalse();
        tenant.register(owner, "research", "apollo");
        Map<String, Object> look = Map.of(
                "provider",
                "apollo",
                "action",
                "apollo.enrich-person",
                "agentId",
                "research",
                "input",
                Map.of("email", "maria@example.com"));
        apollo.misbehave(new Misbehaviour.RevokeGrant("local-apollo-key-to-be-deleted"));
        Map<String, Object> once = new HashMap<>(look);
        once.put("deadline", "PT1S");
        assertThat(tenant.act(owner, once, Map.of()).text("/status")).isEqualTo("failed");
        confirmedTenMinutesAgo(added.text("/id"));
        tenant.cloud().fire("Schedule").orThrow();
        assertThat(paused("research").text("/pause/message")).isEqualTo("Apollo access was revoked");

        Answer renewed = owner.post(
                "/api/connections",
                Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY, "connectionId", added.text("/id")));

        assertThat(renewed.text("/id")).isEqualTo(added.text("/id"));
        assertThat(renewed.text("/notice")).isEqualTo("Apollo reconnected. Resume paused agents to continue.");
        assertThat(owner.post("/api/agents/research/resume", Map.of()).text("/status"))
                .isEqualTo("running");
        assertThat(tenant.act(owner, look, Map.of()).text("/status")).isEqualTo("succeeded");
    }

    /** Ages a doubt: the provider confirmed its refusal ten minutes ago, and is due to be asked again. */
    private void confirmedTenMinutesAgo(String connection) {
        long now = System.currentTimeMillis();
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.updateItem(update -> update.tableName(tenant.table("ConnectionsTable"))
                    .key(Map.of(
                            "workspace", AttributeValue.fromS(tenant.workspace()),
                            "connection", AttributeValue.fromS(connection)))
                    .updateExpression("SET refusedSince = :confirmed, refreshAt = :due")
                    .conditionExpression("statusReason = :refused")
                    .expressionAttributeValues(Map.of(
                            ":refused", AttributeValue.fromS("unauthorized"),
                            ":confirmed", AttributeValue.fromN(Long.toString(now - 600_000)),
                            ":due", AttributeValue.fromN(Long.toString(now - 1)))));
        }
    }

    @Test
    void pausesOnlyTheAgentOfTheConnectionAndReportsItOnce() {
        String connection = tenant.connect(owner, "gmail", JANE);
        tenant.register(owner, "outreach", "gmail");
        tenant.register(owner, "support", "slack");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant(JANE));

        act("outreach");
        paused("outreach");

        assertThat(owner.get("/api/agents/support").text("/status")).isEqualTo("running");
        assertThat(owner.get("/api/agents").json().path("agents").findValuesAsText("status"))
                .containsExactly("paused", "running");
        List<JsonNode> pauses =
                await().atMost(Duration.ofSeconds(20)).until(() -> events("agent.paused"), events -> !events.isEmpty());
        assertThat(pauses).hasSize(1);
        assertThat(pauses.getFirst().path("agentId").asText()).isEqualTo("outreach");
        assertThat(pauses.getFirst().path("connectionId").asText()).isEqualTo(connection);
        assertThat(pauses.getFirst().path("message").asText()).isEqualTo("Gmail access was revoked");
    }

    @Test
    void anActionThatWaitsInTheQueueWhenItsAgentIsPausedIsNotDone() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        tenant.register(owner, "outreach", "gmail");
        String subject = "late " + UUID.randomUUID();
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RateLimit("/messages/send", 1, "3"));
        Answer accepted = owner.post("/api/actions", Tenant.mailBy("outreach", subject));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> owner.get("/api/actions/" + accepted.text("/actionId"))
                        .text("/error/code")
                        .equals("rate_limited"));

        owner.post("/api/agents/outreach/pause", Map.of("reason", "Wrong list of contacts"));

        Answer done = tenant.outcome(owner, accepted);
        assertThat(done.text("/status")).isEqualTo("failed");
        assertThat(done.text("/error/code")).isEqualTo("agent_paused");
        assertThat(done.text("/error/message")).isEqualTo("Agent Outreach is paused: Wrong list of contacts");
        assertThat(tenant.mailsWith(subject)).isZero();
    }

    @Test
    void aMemberStopsAnAgentAndTheFirstReasonStays() {
        PatchbayClient member = tenant.member("member");
        tenant.register(owner, "outreach", "gmail");

        Answer first = member.send("POST", "/api/agents/outreach/pause", "");
        Answer second = owner.post("/api/agents/outreach/pause", Map.of("reason", "Another reason"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text("/pause/reason")).isEqualTo("paused_by_member");
        assertThat(first.text("/pause/message")).isEqualTo("Stopped by member@acme");
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void agentRegisteredWithAnEndedConnectionIsPaused() {
        tenant.connect(owner, "gmail", JANE);
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant(JANE));
        tenant.act(owner, Tenant.mail("to notice"), Map.of());

        Answer registered = tenant.register(owner, "outreach", "gmail");

        assertThat(registered.text("/status")).isEqualTo("paused");
        assertThat(registered.text("/pause/message")).isEqualTo("Gmail access was revoked");
    }

    @Test
    void resumingAnAgentThatRunsChangesNothing() {
        Answer registered = tenant.register(owner, "outreach", "gmail");

        Answer resumed = owner.post("/api/agents/outreach/resume", Map.of());

        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.json()).isEqualTo(registered.json());
    }

    @Test
    void agentUsesMustBeProvidersOrOwnConnections() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        PatchbayClient stranger = tenant.other().owner();

        assertThat(tenant.register(owner, "outreach", connection).text("/uses/0"))
                .isEqualTo(connection);
        for (Answer refused : List.of(uses(owner, "nosuch"), uses(owner, ""), uses(stranger, connection))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("/field")).isEqualTo("uses");
        }
    }

    @Test
    void aNameIsOneLine() {
        for (String name : List.of("", " ", "a\r\nBcc: all@example.com", "a".repeat(101))) {
            Answer refused = owner.put("/api/agents/outreach", Map.of("name", name, "uses", List.of()));

            assertThat(refused.status()).as(name).isEqualTo(400);
            assertThat(refused.text("/field")).as(name).isEqualTo("name");
        }
    }

    @Test
    void tooLongIdIsRefusedAndNotFound() {
        String path = "/api/agents/" + "a".repeat(129);

        Answer registered = owner.put(path, Map.of("name", "Outreach", "uses", List.of()));

        assertThat(registered.status()).isEqualTo(400);
        assertThat(registered.text("/field")).isEqualTo("id");
        assertThat(owner.get(path).status()).isEqualTo(404);
    }

    @Test
    void aForgottenAgentIsGone() {
        tenant.register(owner, "outreach", "gmail");

        Answer removed = owner.delete("/api/agents/outreach");

        assertThat(removed.json().path("removed").asBoolean()).isTrue();
        assertThat(owner.get("/api/agents/outreach").status()).isEqualTo(404);
        assertThat(owner.delete("/api/agents/outreach").status()).isEqualTo(404);
        assertThat(owner.get("/api/agents").json().path("agents")).isEmpty();
    }

    private static Answer uses(PatchbayClient client, String use) {
        return client.put("/api/agents/outreach", Map.of("name", "Outreach", "uses", List.of(use)));
    }

    private Answer act(String agent) {
        return tenant.act(owner, Tenant.mailBy(agent, "of an agent"), Map.of());
    }

    private Answer paused(String agent) {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> owner.get("/api/agents/" + agent),
                        answer -> answer.text("/status").equals("paused"));
    }

    private List<JsonNode> events(String type) {
        return tenant.cloud().publishedEvents().stream()
                .map(published -> published.event())
                .filter(event -> event.path("detail-type").asText().equals(type))
                .map(event -> event.path("detail"))
                .filter(detail -> detail.path("workspace").asText().equals(tenant.workspace()))
                .toList();
    }
}
