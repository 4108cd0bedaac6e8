package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.local.aws.MailService.Mail;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A member cannot send words of the member's own to anybody from the operator's address. */
@ExtendWith(StackUnderTest.class)
class MailAbuseTest {
    private static final String PREFERENCES = "/api/notifications/preferences";
    private static final String CONFIRM = "Confirm your email address";

    private final Tenant tenant;
    private final String own = "mallory-" + UUID.randomUUID() + "@mallory.example";
    private final String victim = "victim-" + UUID.randomUUID() + "@example.com";
    private final PatchbayClient mallory;

    MailAbuseTest(Tenant tenant) {
        this.tenant = tenant;
        this.mallory = tenant.owner(own);
    }

    @Test
    void fifteenAgentsWithInvoicesForNamesSendNothingToAVictim() {
        Answer preferences = prefer(victim);
        assertThat(preferences.text("/email")).isEqualTo(own);
        assertThat(preferences.text("/unconfirmedEmail")).isEqualTo(victim);
        String connection = tenant.connect(mallory, "gmail", "jane@gmail.com");
        Map<String, Object> hostile = Map.of("name", "URGENT invoice https://evil.example/pay", "uses", List.of());
        for (int agent = 0; agent < 15; agent++) {
            Answer refused = mallory.put("/api/agents/hostile-" + agent, hostile);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("/field")).isEqualTo("name");
            assertThat(refused.text("/detail")).contains("must not hold a web address");
            tenant.register(mallory, "urgent-" + agent);
        }

        tenant.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant("jane@gmail.com"));
        tenant.act(mallory, by("URGENT:www.evil.example", connection), Map.of());
        listed("revoked", 1);
        for (int agent = 0; agent < 15; agent++) {
            report(failure("hostile-" + agent, connection));
            report(failure("URGENT:invoice.evil.example", connection));
            report(failure("urgent-" + agent, connection));
        }

        assertThat(listed("agentFailed", 15)).hasSize(15);
        assertThat(mailsTo(victim)).extracting(Mail::subject).containsExactly(CONFIRM);
        assertThat(mailsTo(own)).hasSize(1);
        assertThat(tenant.cloud().aws().mail().mails())
                .noneMatch(mail -> (mail.subject() + mail.text() + mail.html()).contains("evil"));
    }

    @Test
    void onlyTheButtonBehindTheLinkConfirmsAnAddress() {
        prefer(victim);
        Mail mail = mailsTo(victim).getFirst();
        URI link = link(mail);

        assertThat(mail.text()).doesNotContain(tenant.workspace(), own, "mallory");
        for (int scan = 0; scan < 2; scan++) {
            Answer page = mallory.open(link);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("<form method=\"post\"", "<button>Confirm</button>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        }
        assertThat(mallory.get(PREFERENCES).text("/unconfirmedEmail"))
                .as("mail scanners open links")
                .isEqualTo(victim);

        Answer confirmed = confirm(link.getQuery());
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.body()).contains("Your email address is confirmed");
        assertThat(mallory.get(PREFERENCES).text("/email")).isEqualTo(victim);
        assertThat(mallory.get(PREFERENCES).json().has("unconfirmedEmail")).isFalse();
        Answer again = confirm(link.getQuery());
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("This link cannot be used", "used before");
        assertThat(prefer(victim).text("/email"))
                .as("it stays confirmed, without another mail")
                .isEqualTo(victim);
        assertThat(mailsTo(victim)).hasSize(1);
    }

    @Test
    void notificationsGoToAConfirmedAddressAndToNoOther() {
        prefer(victim);
        confirm(link(mailsTo(victim).getFirst()).getQuery());

        report(failing());
        assertThat(mailsTo(victim))
                .extracting(Mail::subject)
                .containsExactly(CONFIRM, "Gmail has been failing for an hour");
        String another = "another-" + victim;
        prefer(another);
        report(failing());

        assertThat(mailsTo(victim)).as("it was replaced").hasSize(2);
        assertThat(mailsTo(another)).extracting(Mail::subject).containsExactly(CONFIRM);
        assertThat(mailsTo(own)).extracting(Mail::subject).containsExactly("Gmail has been failing for an hour");
    }

    @Test
    void tooManyMailsToConfirmAnAddressAreRefusedWithASentence() {
        for (int i = 0; i < 3; i++) {
            assertThat(prefer(i + victim).status()).isEqualTo(200);
        }

        Answer refused = mallory.put(PREFERENCES, Map.of("email", victim, "emailOn", Map.of()));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("too_many_confirmations");
        assertThat(refused.text("/detail")).startsWith("Too many mails to confirm an address were requested today.");
        assertThat(mailsTo(victim)).isEmpty();
        assertThat(mallory.get(PREFERENCES).text("/unconfirmedEmail")).isEqualTo(2 + victim);
    }

    @Test
    void changingOtherPreferencesSendsNoSecondLink() {
        prefer(victim);

        Answer muted = mallory.put(PREFERENCES, Map.of("email", victim, "emailOn", Map.of("expiring", false)));

        assertThat(muted.text("/unconfirmedEmail")).isEqualTo(victim);
        assertThat(muted.json().at("/emailOn/expiring").asBoolean()).isFalse();
        assertThat(mailsTo(victim)).hasSize(1);
        assertThat(confirm(link(mailsTo(victim).getFirst()).getQuery()).status())
                .isEqualTo(200);
        assertThat(mallory.get(PREFERENCES).json().at("/emailOn/expiring").asBoolean())
                .isFalse();
    }

    @Test
    void invalidLinkIsAnsweredByAPage() {
        String unknown = "A".repeat(43);

        for (String query : List.of("", "?token=", "?token=x", "?token=%3Cscript%3E")) {
            Answer page =
                    PatchbayClient.anonymous(tenant.cloud().gatewayUri()).get("/api/notifications/confirm" + query);
            assertThat(page.status()).as(query).isEqualTo(400);
            assertThat(page.body())
                    .as(query)
                    .contains("This link cannot be used")
                    .doesNotContain("script>");
        }
        for (String form : List.of("", "token=", "token=x", "{\"token\":\"" + unknown + "\"}", "token=" + unknown)) {
            assertThat(confirm(form).status()).as(form).isEqualTo(400);
        }
    }

    private Answer prefer(String address) {
        Answer answer = mallory.put(PREFERENCES, Map.of("email", address, "emailOn", Map.of()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer confirm(String form) {
        return PatchbayClient.anonymous(tenant.cloud().gatewayUri())
                .postText(
                        "/api/notifications/confirm",
                        form,
                        Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private URI link(Mail mail) {
        String origin = tenant.cloud().gatewayUri().toString();
        assertThat(mail.text()).contains(origin + "/api/notifications/confirm?token=");
        return URI.create(mail.text().substring(mail.text().indexOf(origin)).strip());
    }

    private List<Mail> mailsTo(String address) {
        return tenant.cloud().aws().mail().mails().stream()
                .filter(mail -> mail.to().contains(address))
                .toList();
    }

    private List<JsonNode> listed(String kind, int atLeast) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> mallory.get("/api/notifications?limit=100")
                                .json()
                                .path("notifications")
                                .valueStream()
                                .filter(notification ->
                                        notification.path("kind").asText().equals(kind))
                                .toList(),
                        found -> found.size() >= atLeast);
    }

    private Map<String, Object> by(String agent, String connection) {
        Map<String, Object> action = new HashMap<>(Tenant.mail("never sent"));
        action.remove("provider");
        action.put("connectionId", connection);
        action.put("agentId", agent);
        return action;
    }

    private PatchbayEvent failure(String agent, String connection) {
        return GmailEvents.of(tenant.workspace(), connection)
                .agentFailed(GmailEvents.newId(), agent, "URGENT https://evil.example");
    }

    private PatchbayEvent failing() {
        return GmailEvents.of(tenant.workspace(), "conn_" + "0".repeat(26)).failing(GmailEvents.newId(), Instant.now());
    }

    /** Lets the function report an event as the bus would have it do, again until that is done. */
    private void report(PatchbayEvent event) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putArray("Records").addObject().put("messageId", "m").put("body", GmailEvents.delivered(event));
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> tenant.cloud()
                                .invoke("NotifyFunction", message.toString())
                                .orThrow(),
                        answer -> answer.contains("\"batchItemFailures\":[]"));
    }
}
