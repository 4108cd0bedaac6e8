package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.MailService.Mail;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** From an event at the provider to the notification that a member reads. */
@ExtendWith(StackUnderTest.class)
class NotificationTest {
    /** When a connection ended that a test changed by itself. */
    private static final Instant ENDED = Instant.parse("2026-11-20T12:00:00Z");

    private final Tenant tenant;
    private final String address = "ann-" + UUID.randomUUID() + "@acme.example";
    private final PatchbayClient owner;

    NotificationTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner(address);
    }

    @Test
    void revokedAccessIsListedAndMailedOnce() {
        String connection = tenant.connect(owner, "gmail", "jane@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant("jane@gmail.com"));

        tenant.act(owner, withAgent(connection), Map.of());

        JsonNode notification = listed("revoked");
        assertThat(notification.path("subject").asText()).isEqualTo("Gmail access was revoked");
        assertThat(notification.path("message").asText())
                .startsWith("Reconnect to continue. Sign in to Gmail as jane@gmail.com and allow access again.");
        assertThat(notification.at("/action/label").asText()).isEqualTo("Reconnect Gmail");
        assertThat(notification.at("/action/path").asText())
                .isEqualTo("/settings/integrations?reconnect=gmail&connectionId=" + connection);
        assertThat(notification.path("read").asBoolean()).isFalse();
        Mail mail = mail("Gmail access was revoked");
        assertThat(mail.text()).contains("Reconnect Gmail: " + tenant.cloud().gatewayUri() + "/settings/integrations?");
        assertThat(mail.html()).contains(">Reconnect Gmail</a>");
    }

    @Test
    void repeatedFailuresOfAnAgentAreReportedOnce() {
        tenant.register(owner, "outreach");
        String connection = tenant.connect(owner, "gmail", "jane@gmail.com");
        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant("jane@gmail.com"));
        tenant.act(owner, withAgent(connection), Map.of());
        JsonNode notification = listed("agentFailed");

        deliver(agentFailure("evt_act_again", connection));
        deliver(agentFailure("evt_act_and_again", connection));
        listedAfter(marker(connection));

        assertThat(notification.path("message").asText())
                .isEqualTo("Agent \"Outreach\" failed: Gmail access was revoked");
        assertThat(notifications("agentFailed")).hasSize(1);
        listed("revoked");
        assertThat(mails())
                .as("the end itself and the agent are one mail, whichever is reported first")
                .singleElement()
                .satisfies(mail -> assertThat(mail.subject()).startsWith("Gmail access was revoked"));
    }

    @Test
    void redeliveredEventIsNotReportedAgain() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        become("EXPIRED", connection);
        PatchbayEvent event = expired(connection);

        deliver(event);
        deliver(event);
        listed("expired");
        deliver(event);
        listedAfter(marker(connection));

        assertThat(notifications("expired")).hasSize(1);
        assertThat(mails("Gmail integration has expired")).hasSize(1);
    }

    @Test
    void lateEventOfARestoredConnectionIsNotReported() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");

        deliver(revoked(connection));
        listedAfter(marker(connection));

        assertThat(notifications("revoked")).isEmpty();
        assertThat(mails("Gmail access was revoked")).isEmpty();
    }

    @Test
    void withMailOffNotificationsAreListedOnly() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        owner.send(
                "PUT",
                "/api/notifications/preferences",
                "{\"emailOn\":{\"expiring\":false,\"expired\":false,\"revoked\":true}}");

        become("EXPIRED", connection);
        listedAfter(expired(connection));
        become("REVOKED", connection);
        listedAfter(revoked(connection));
        mail("Gmail access was revoked");

        assertThat(notifications("expired")).hasSize(1);
        assertThat(mails("Gmail integration has expired")).isEmpty();
    }

    @Test
    void eachMemberHasReadWhatTheMemberHasRead() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        PatchbayClient bob = tenant.member("member");
        become("REVOKED", connection);
        for (int i = 0; i < 3; i++) {
            listedAfter(revoked(connection));
        }

        String first = notifications("revoked").getFirst().path("id").asText();
        owner.send("POST", "/api/notifications/" + first + "/read", "");

        assertThat(owner.get("/api/notifications").json().path("unread").asInt())
                .isEqualTo(2);
        assertThat(owner.get("/api/notifications?unread=true")
                        .json()
                        .path("notifications")
                        .findValuesAsText("id"))
                .hasSize(2)
                .doesNotContain(first);
        assertThat(bob.get("/api/notifications").json().path("unread").asInt()).isEqualTo(3);
        bob.send("POST", "/api/notifications/read", "");
        assertThat(bob.get("/api/notifications").json().path("unread").asInt()).isZero();
        assertThat(owner.get("/api/notifications").json().path("unread").asInt())
                .isEqualTo(2);
    }

    @Test
    void theListIsReadPageByPage() {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        become("REVOKED", connection);
        for (int i = 0; i < 3; i++) {
            listedAfter(revoked(connection));
        }
        List<String> all =
                owner.get("/api/notifications").json().path("notifications").findValuesAsText("id");

        Answer first = owner.get("/api/notifications?limit=2");
        Answer second = owner.get("/api/notifications?limit=2&next=" + first.text("/next"));

        assertThat(first.json().path("notifications").findValuesAsText("id")).isEqualTo(all.subList(0, 2));
        assertThat(second.json().path("notifications").findValuesAsText("id")).isEqualTo(all.subList(2, 3));
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void preferencesAreReturnedAsSet() {
        Answer before = owner.get("/api/notifications/preferences");
        Answer set = owner.send(
                "PUT",
                "/api/notifications/preferences",
                "{\"email\":\"team-%s\",\"emailOn\":{\"agentFailed\":false}}".formatted(address));

        assertThat(before.json().path("emailOn").path("agentFailed").asBoolean())
                .isTrue();
        assertThat(set.text("/email")).isEqualTo(address);
        assertThat(set.text("/unconfirmedEmail")).isEqualTo("team-" + address);
        assertThat(set.json().at("/emailOn/agentFailed").asBoolean()).isFalse();
        assertThat(owner.get("/api/notifications/preferences").json()).isEqualTo(set.json());
    }

    @Test
    void invalidParametersAreNamed() {
        for (String query : List.of("limit=0", "limit=101", "unread=maybe", "next=nonsense")) {
            Answer answer = owner.get("/api/notifications?" + query);

            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.text("/field")).isEqualTo(query.substring(0, query.indexOf('=')));
        }
        Answer twoAddresses = owner.send(
                "PUT", "/api/notifications/preferences", "{\"email\":\"a@b.example,c@d.example\",\"emailOn\":{}}");
        assertThat(twoAddresses.text("/field")).isEqualTo("email");
    }

    private static Map<String, Object> withAgent(String connection) {
        Map<String, Object> action = new HashMap<>(Tenant.mail("never sent"));
        action.remove("provider");
        action.put("connectionId", connection);
        action.put("agentId", "outreach");
        return action;
    }

    private PatchbayEvent agentFailure(String id, String connection) {
        return events(connection).agentFailed(id, "outreach", "Gmail access was revoked");
    }

    /** An event of a kind that a test reports once: after it, all events delivered earlier have been reported. */
    private PatchbayEvent marker(String connection) {
        return events(connection).failing(GmailEvents.newId(), ENDED);
    }

    private PatchbayEvent expired(String connection) {
        return events(connection).expired(GmailEvents.newId(), ENDED);
    }

    private PatchbayEvent revoked(String connection) {
        return events(connection).revoked(GmailEvents.newId(), ENDED);
    }

    private GmailEvents events(String connection) {
        return GmailEvents.of(tenant.workspace(), connection);
    }

    /** Changes a connection without an event, so that only what a test delivers is reported. */
    private void become(String status, String connection) {
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            dynamoDb.updateItem(update -> update.tableName(tenant.cloud().stack().tables().stream()
                            .filter(table -> table.logicalId().equals("ConnectionsTable"))
                            .findFirst()
                            .orElseThrow()
                            .name())
                    .key(Map.of(
                            "workspace", AttributeValue.fromS(tenant.workspace()),
                            "connection", AttributeValue.fromS(connection)))
                    .updateExpression("SET #s = :s, statusSince = :since REMOVE event")
                    .expressionAttributeNames(Map.of("#s", "status"))
                    .expressionAttributeValues(Map.of(
                            ":s",
                            AttributeValue.fromS(status),
                            ":since",
                            AttributeValue.fromN(Long.toString(ENDED.toEpochMilli())))));
        }
    }

    private void listedAfter(PatchbayEvent event) {
        int before = all().size();
        deliver(event);
        await().atMost(Duration.ofSeconds(30)).until(() -> all().size() > before);
    }

    private JsonNode listed(String kind) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> notifications(kind), found -> !found.isEmpty())
                .getFirst();
    }

    private List<JsonNode> notifications(String kind) {
        return all().stream()
                .filter(notification -> notification.path("kind").asText().equals(kind))
                .toList();
    }

    private List<JsonNode> all() {
        return owner.get("/api/notifications?limit=100")
                .json()
                .path("notifications")
                .valueStream()
                .toList();
    }

    private Mail mail(String subject) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> mails(subject), found -> !found.isEmpty())
                .getFirst();
    }

    private List<Mail> mails(String subject) {
        return mails().stream().filter(mail -> mail.subject().equals(subject)).toList();
    }

    /** Without those of events that only mark a moment. */
    private List<Mail> mails() {
        return tenant.cloud().aws().mail().mails().stream()
                .filter(mail -> mail.to().equals(List.of(address)))
                .filter(mail -> !mail.subject().endsWith("failing for an hour"))
                .toList();
    }

    /** Puts an event into the queue as the bus does. */
    private void deliver(PatchbayEvent event) {
        try (AwsClients clients = tenant.cloud().clients("test");
                SqsClient sqs = clients.sqs()) {
            String name = tenant.cloud().stack().queues().stream()
                    .filter(queue -> queue.logicalId().equals("NotificationsQueue"))
                    .findFirst()
                    .orElseThrow()
                    .name();
            String url = sqs.getQueueUrl(get -> get.queueName(name)).queueUrl();
            sqs.sendMessage(send -> send.queueUrl(url).messageBody(GmailEvents.delivered(event)));
        }
    }
}
