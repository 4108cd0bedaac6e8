package dev.patchbay.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.StackUnderTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The answers of the running API match docs/openapi.yaml: status, media type and every field. */
@ExtendWith(StackUnderTest.class)
class AnswersTest {
    private static final String AUTHORIZE = "GET /api/auth/oauth/{provider}/authorize";
    private static final String CALLBACK = "GET /api/auth/oauth/{provider}/callback";
    private static final String COMPLETE = "POST /api/auth/oauth/complete";
    private static final String NO_CONNECTION = "/api/connections/conn_" + "0".repeat(26);

    private final OpenApi document = OpenApi.read();
    private final LocalCloud cloud;
    private final String workspace = "w-" + UUID.randomUUID();
    private final PatchbayClient owner;

    AnswersTest(LocalCloud cloud) {
        this.cloud = cloud;
        this.owner = member("owner");
    }

    @Test
    void aConnectIsAsDescribed() {
        Answer authorized = owner.get("/api/auth/oauth/gmail/authorize");
        assertDescribed(AUTHORIZE, 200, authorized);

        Answer back =
                owner.open(new Person().allow(URI.create(authorized.text("/authorizationUrl")), "john@gmail.com"));

        assertDescribed(CALLBACK, 302, back);
        Answer completed =
                owner.complete(back.locationFragment("patchbay_handle").orElseThrow());
        assertDescribed(COMPLETE, 200, completed);
        assertDescribed("GET /api/integrations", 200, owner.get("/api/integrations"));
        String connection = "/api/connections/" + completed.text("/id");
        assertDescribed("GET /api/connections/{id}", 200, owner.get(connection));
        assertDescribed("DELETE /api/connections/{id}", 200, owner.delete(connection));
    }

    @Test
    void aConnectThatIsRefusedIsAsDescribed() {
        assertDescribed(AUTHORIZE, 400, owner.get("/api/auth/oauth/apollo/authorize"));
        assertDescribed(
                AUTHORIZE, 401, PatchbayClient.anonymous(cloud.gatewayUri()).get("/api/auth/oauth/gmail/authorize"));
        assertDescribed(AUTHORIZE, 403, member("member").get("/api/auth/oauth/gmail/authorize"));
        assertDescribed(AUTHORIZE, 404, owner.get("/api/auth/oauth/nosuch/authorize"));
        assertDescribed(CALLBACK, 400, owner.get("/api/auth/oauth/gmail/callback?state=unknown&code=x"));
        assertDescribed(COMPLETE, 400, owner.post("/api/auth/oauth/complete", Map.of()));
        assertDescribed(COMPLETE, 403, member("member").complete("unknown"));
        assertDescribed(COMPLETE, 404, owner.complete("unknown"));
    }

    @Test
    void theProvidersAreAsDescribed() {
        String route = "GET /api/providers";

        assertDescribed(route, 200, owner.get("/api/providers"));
        assertDescribed(route, 200, member("member").get("/api/providers"));
        assertDescribed(route, 403, member("visitor").get("/api/providers"));
    }

    @Test
    void anApiKeyIsAnsweredAsDescribed() {
        String route = "POST /api/connections";

        JsonNode example = document.operation(route).at("/requestBody/content/application~1json/example");
        assertDescribed(route, 201, owner.post("/api/connections", example));
        assertDescribed(route, 400, owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", "wrong")));
        assertDescribed(route, 403, member("member").post("/api/connections", example));
        assertDescribed(route, 404, owner.post("/api/connections", Map.of("provider", "nosuch", "apiKey", "k")));
        assertDescribed("GET /api/connections", 200, owner.get("/api/connections"));
        assertDescribed("GET /api/connections", 400, owner.get("/api/connections?next=x"));
        assertDescribed("GET /api/connections", 403, member("visitor").get("/api/connections"));
    }

    @Test
    void anActionIsAnsweredAsDescribed() {
        String route = "POST /api/actions";
        owner.post("/api/connections", Map.of("provider", "apollo", "apiKey", "local-apollo-key-of-acme"));
        JsonNode example =
                document.operation(route).at("/requestBody/content/application~1json/examples/enrichment/value");
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());

        Answer accepted = owner.post("/api/actions", example, key);

        assertDescribed(route, 202, accepted);
        assertDescribed("GET /api/actions/{id}", 200, finished(accepted));
        Answer failing = owner.post(
                "/api/actions",
                Map.of("provider", "apollo", "action", "apollo.enrich-person", "input", Map.of("domain", "x.example")));
        assertDescribed("GET /api/actions/{id}", 200, finished(failing));
        Answer listed = await().until(
                        () -> owner.get("/api/actions"),
                        answer -> answer.json().path("actions").size() == 2);
        assertDescribed("GET /api/actions", 200, listed);
        assertThat(listed.json().at("/actions/1/result/matched").isBoolean()).isTrue();
        assertDescribed("GET /api/actions", 400, owner.get("/api/actions?status=done"));
        assertDescribed("GET /api/actions", 403, member("visitor").get("/api/actions"));
        assertDescribed(
                route,
                422,
                owner.post(
                        "/api/actions",
                        Map.of("provider", "apollo", "action", "apollo.enrich-person", "input", Map.of("name", "Ann")),
                        key));
    }

    @Test
    void anActionThatIsRefusedIsAsDescribed() {
        String route = "POST /api/actions";

        assertDescribed(route, 400, owner.post("/api/actions", Map.of("action", List.of())));
        assertDescribed(
                route, 404, owner.post("/api/actions", Map.of("provider", "nosuch", "action", "a", "input", Map.of())));
        assertDescribed(
                route,
                409,
                owner.post(
                        "/api/actions",
                        Map.of("provider", "slack", "action", "slack.post-message", "input", Map.of())));
        assertDescribed("GET /api/actions/{id}", 404, owner.get("/api/actions/act_" + "0".repeat(32)));
        assertDescribed("GET /api/connections/{id}", 404, owner.get(NO_CONNECTION));
        assertDescribed("DELETE /api/connections/{id}", 404, owner.delete(NO_CONNECTION));
    }

    @Test
    void exportAndEraseAreAnsweredAsDescribed() {
        owner.connect(new Person()
                .allow(
                        URI.create(owner.get("/api/auth/oauth/gmail/authorize").text("/authorizationUrl")),
                        "john@gmail.com"));
        String named = "{\"workspace\":\"%s\"}".formatted(workspace);
        String erase = "POST /api/privacy/erase";

        assertDescribed("POST /api/privacy/export", 200, owner.send("POST", "/api/privacy/export", ""));
        assertDescribed("POST /api/privacy/export", 400, owner.send("POST", "/api/privacy/export?next=x", ""));
        assertDescribed(erase, 400, owner.send("POST", "/api/privacy/erase", named.replace("w-", "v-")));
        assertDescribed(erase, 403, member("admin").send("POST", "/api/privacy/erase", named));
        assertDescribed(erase, 200, owner.send("POST", "/api/privacy/erase", named));
    }

    @Test
    void notificationsAreAnsweredAsDescribed() {
        Answer authorized = owner.get("/api/auth/oauth/gmail/authorize");
        owner.connect(new Person().allow(URI.create(authorized.text("/authorizationUrl")), "john@gmail.com"));
        GmailEvents events = GmailEvents.of(workspace, "conn_" + "0".repeat(26));
        String event = GmailEvents.delivered(events.failing(GmailEvents.newId(), Instant.now()));
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putArray("Records").addObject().put("messageId", "m").put("body", event);
        cloud.invoke("NotifyFunction", message.toString()).orThrow();

        Answer listed = await().until(
                        () -> owner.get("/api/notifications"),
                        answer -> !answer.json().path("notifications").isEmpty());

        assertDescribed("GET /api/notifications", 200, listed);
        assertDescribed("GET /api/notifications", 400, owner.get("/api/notifications?limit=0"));
        String read = "POST /api/notifications/{id}/read";
        String id = listed.text("/notifications/0/id");
        assertDescribed(read, 200, owner.send("POST", "/api/notifications/" + id + "/read", ""));
        assertDescribed(read, 404, owner.send("POST", "/api/notifications/note_" + "0".repeat(32) + "/read", ""));
        assertDescribed("POST /api/notifications/read", 200, owner.send("POST", "/api/notifications/read", ""));
    }

    @Test
    void preferencesAreAnsweredAsDescribed() {
        String show = "GET /api/notifications/preferences";
        String set = "PUT /api/notifications/preferences";
        String path = "/api/notifications/preferences";
        JsonNode example = document.operation(set).at("/requestBody/content/application~1json/example");

        assertDescribed(show, 200, owner.get(path));
        assertDescribed(set, 200, owner.send("PUT", path, example.toString()));
        assertDescribed(set, 400, owner.send("PUT", path, "{\"email\":\"nobody\",\"emailOn\":{}}"));
        Answer shown = owner.get(path);
        assertDescribed(show, 200, shown);
        assertThat(shown.text("/unconfirmedEmail"))
                .isEqualTo(example.path("email").asText());
        String page = "GET /api/notifications/confirm";
        String confirm = "POST /api/notifications/confirm";
        assertDescribed(page, 200, owner.get("/api/notifications/confirm?token=" + "A".repeat(43)));
        assertDescribed(page, 400, owner.get("/api/notifications/confirm"));
        assertDescribed(confirm, 400, owner.postText("/api/notifications/confirm", "token=x", Map.of()));
    }

    @Test
    void anAgentIsAnsweredAsDescribed() {
        String one = "/api/agents/outreach";
        Map<String, Object> agent = Map.of("name", "Outreach", "uses", List.of("gmail"));

        assertDescribed("PUT /api/agents/{id}", 200, owner.put(one, agent));
        assertDescribed("GET /api/agents", 200, owner.get("/api/agents"));
        assertDescribed("GET /api/agents", 400, owner.get("/api/agents?limit=101"));
        assertDescribed("GET /api/agents/{id}", 200, owner.get(one));
        assertDescribed("POST /api/agents/{id}/pause", 200, owner.post(one + "/pause", Map.of("reason", "Enough")));
        assertDescribed("GET /api/agents/{id}", 200, owner.get(one));
        assertDescribed("POST /api/actions", 409, owner.post("/api/actions", actionBy("outreach")));
        assertDescribed("POST /api/agents/{id}/resume", 200, owner.send("POST", one + "/resume", ""));
        assertDescribed("DELETE /api/agents/{id}", 200, owner.delete(one));
    }

    @Test
    void anAgentWhoseConnectionHasEndedIsAnsweredAsDescribed() {
        owner.connect(new Person()
                .allow(
                        URI.create(owner.get("/api/auth/oauth/gmail/authorize").text("/authorizationUrl")),
                        "jane@gmail.com"));
        owner.put("/api/agents/outreach", Map.of("name", "Outreach", "uses", List.of("gmail")));
        cloud.simulators().google().misbehave(new Misbehaviour.RevokeGrant("jane@gmail.com"));
        finished(owner.post("/api/actions", actionBy("outreach")));

        Answer refused = owner.post("/api/agents/outreach/resume", Map.of());

        assertDescribed("POST /api/agents/{id}/resume", 409, refused);
        Answer paused = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> owner.get("/api/agents/outreach"),
                        answer -> answer.json().has("pause"));
        assertDescribed("GET /api/agents/{id}", 200, paused);
    }

    @Test
    void anAgentThatIsRefusedIsAsDescribed() {
        String one = "/api/agents/nobody";
        Map<String, Object> unknownUse = Map.of("name", "Outreach", "uses", List.of("nosuch"));

        assertDescribed("PUT /api/agents/{id}", 400, owner.put(one, unknownUse));
        assertDescribed("PUT /api/agents/{id}", 403, member("member").put(one, unknownUse));
        assertDescribed("GET /api/agents", 403, member("visitor").get("/api/agents"));
        assertDescribed("GET /api/agents/{id}", 404, owner.get(one));
        assertDescribed("DELETE /api/agents/{id}", 404, owner.delete(one));
        assertDescribed("POST /api/agents/{id}/pause", 400, owner.post(one + "/pause", Map.of("reason", 1)));
        assertDescribed("POST /api/agents/{id}/pause", 404, owner.post(one + "/pause", Map.of()));
        assertDescribed("POST /api/agents/{id}/resume", 404, owner.post(one + "/resume", Map.of()));
    }

    private static Map<String, Object> actionBy(String agent) {
        return Map.of(
                "provider",
                "gmail",
                "action",
                "gmail.send-email",
                "agentId",
                agent,
                "input",
                Map.of("to", List.of("maria@example.com"), "subject", "Hello", "text", "Hello"));
    }

    private Answer finished(Answer accepted) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> owner.get("/api/actions/" + accepted.text("/actionId")),
                        answer -> answer.json().has("finishedAt"));
    }

    private void assertDescribed(String route, int status, Answer answer) {
        assertThat(answer.status()).as(route + " " + answer.json()).isEqualTo(status);
        JsonNode response =
                document.resolved(document.operation(route).path("responses").path(Integer.toString(status)));
        assertThat(response.isMissingNode()).as(route + " " + status).isFalse();
        response.path("headers").fieldNames().forEachRemaining(header -> {
            if (response.path("headers").path(header).path("required").asBoolean()) {
                assertThat(answer.headers().firstValue(header)).as(header).isPresent();
            }
        });
        response.path("content").properties().forEach(content -> {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(content.getKey());
            if (content.getKey().endsWith("problem+json")) {
                assertThat(answer.text("/type")).isEqualTo("/docs/problems.md#" + answer.text("/code"));
            }
            if (content.getKey().endsWith("json")) {
                assertThat(document.faults(content.getValue().path("schema"), answer.json()))
                        .as(route + " " + answer.json())
                        .isEmpty();
            }
        });
    }

    private PatchbayClient member(String role) {
        return PatchbayClient.of(cloud.gatewayUri(), cloud.token(workspace, role + "@acme", role));
    }
}
