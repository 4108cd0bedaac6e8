package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.patchbay.action.AcceptedAction;
import dev.patchbay.action.ActionId;
import dev.patchbay.action.ActionMessage;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.tenant.WorkspaceId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One workspace of the running stack, and what its members do there. */
record Tenant(LocalCloud cloud, String workspace) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "unknown");

    static Tenant fresh(LocalCloud cloud) {
        return new Tenant(cloud, "w-" + UUID.randomUUID());
    }

    /** Another workspace of the same stack. */
    Tenant other() {
        return fresh(cloud);
    }

    PatchbayClient owner() {
        return member("owner");
    }

    /** The owner, under this address. */
    PatchbayClient owner(String address) {
        return PatchbayClient.of(cloud.gatewayUri(), cloud.token(workspace, address, "owner"));
    }

    PatchbayClient member(String role) {
        return PatchbayClient.of(cloud.gatewayUri(), cloud.token(workspace, role + "@acme", role));
    }

    /** The consent page's URL of a connect that this browser starts. */
    URI authorizationUrl(PatchbayClient browser, String provider) {
        Answer answer = browser.get("/api/auth/oauth/" + provider + "/authorize");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return URI.create(answer.text("/authorizationUrl"));
    }

    /** Connects, and returns the connection's id. */
    String connect(PatchbayClient browser, String provider, String account) {
        URI callback = new Person().allow(authorizationUrl(browser, provider), account);
        Answer answer = browser.connect(callback);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.text("/provider")).isEqualTo(provider);
        return answer.text("/id");
    }

    /** The workspace's connections of all providers, as the API lists them. */
    List<JsonNode> connections() {
        List<JsonNode> all = new ArrayList<>();
        owner().get("/api/integrations")
                .json()
                .path("integrations")
                .forEach(integration -> integration.path("connections").forEach(all::add));
        return all;
    }

    /** The name of a table of the stack. */
    String table(String logicalId) {
        return cloud.stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .name();
    }

    /** Registers an agent of this id that uses these integrations; its name is the id with a capital. */
    Answer register(PatchbayClient manager, String agent, String... uses) {
        String name = agent.substring(0, 1).toUpperCase(Locale.ROOT) + agent.substring(1);
        Answer answer = manager.put("/api/agents/" + agent, Map.of("name", name, "uses", List.of(uses)));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer;
    }

    /** Submits an action and waits for its outcome. */
    Answer act(PatchbayClient client, Map<String, Object> action, Map<String, String> headers) {
        return outcome(client, client.post("/api/actions", action, headers));
    }

    /** Waits for the outcome of an action that was accepted. */
    Answer outcome(PatchbayClient client, Answer accepted) {
        assertThat(accepted.status()).as(accepted.json().toString()).isEqualTo(202);
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(25))
                .until(
                        () -> client.get("/api/actions/" + accepted.text("/actionId")),
                        answer -> TERMINAL.contains(answer.text("/status")));
    }

    /** An email to Maria with a subject of its own, so that a test finds its own mail among all. */
    static Map<String, Object> mail(String subject) {
        return mail(subject, "maria@example.com");
    }

    /** The message of an action that sends {@link #mail(String)}, accepted now. */
    ActionMessage accepted(String connection, String subject) {
        return new ActionMessage(
                new AcceptedAction(
                        new WorkspaceId(workspace),
                        ActionId.random(),
                        "gmail.send-email",
                        new ProviderId("gmail"),
                        new ConnectionId(connection),
                        Optional.empty(),
                        Instant.now()),
                "request-1",
                JSON.valueToTree(mail(subject).get("input")));
    }

    static Map<String, Object> mail(String subject, String to) {
        return Map.of(
                "provider",
                "gmail",
                "action",
                "gmail.send-email",
                "input",
                Map.of("to", List.of(to), "subject", subject, "text", "Hello"));
    }

    /** A look-up of Maria at Apollo. */
    static Map<String, Object> enrichment() {
        return Map.of(
                "provider", "apollo", "action", "apollo.enrich-person", "input", Map.of("email", "maria@example.com"));
    }

    /** The same by an agent. */
    static Map<String, Object> mailBy(String agent, String subject) {
        Map<String, Object> action = new LinkedHashMap<>(mail(subject));
        action.put("agentId", agent);
        return action;
    }

    long mailsWith(String subject) {
        return cloud.simulators().google().mails().stream()
                .filter(mail -> mail.subject().equals(subject))
                .count();
    }
}
