package dev.patchbay.tests.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.aws.MailService.Mail;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A grant whose expiry is known, from the consent to the mail. LinkedIn's simulator issues it for as long as the test needs. */
@ExtendWith(StackUnderTest.class)
class ExpiryTest {
    private static final String JOHN = "john@acme.example";
    private static final String WHY = "LinkedIn gives access for a limited time, and only you can renew it.";

    private final Tenant tenant;
    private final String address = "ann-" + UUID.randomUUID() + "@acme.example";
    private final PatchbayClient owner;

    ExpiryTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner(address);
    }

    @Test
    void aGrantThatNearsItsEndIsShownAndMailedOnce() {
        String connection = connectFor(Duration.ofDays(7), JOHN);
        check();
        check();

        // Reported after all events of the second check: the events of one workspace are delivered in order.
        connectFor(Duration.ofDays(3), "jane@acme.example");
        check();
        await().atMost(Duration.ofSeconds(30)).until(() -> warnings("in 3 days").size() == 1);

        assertThat(warnings("in 7 days"))
                .singleElement()
                .satisfies(mail -> assertThat(mail.text())
                        .contains(
                                "Your LinkedIn integration will expire in 7 days. Reconnect now to avoid disruption to your"
                                        + " agents.")
                        .contains("Reconnect LinkedIn: "));
        JsonNode expiring = shown(connection).path("expiring");
        assertThat(expiring.path("daysLeft").asInt()).isEqualTo(7);
        assertThat(expiring.path("why").asText()).isEqualTo(WHY);
        assertThat(shown(connection).path("nextStep").asText()).isEqualTo("Reconnect LinkedIn");
    }

    @Test
    void aGrantOfSixtyDaysShowsItsEndWithoutAWarning() {
        String connection = tenant.connect(owner, "linkedin", JOHN);

        check();

        assertThat(Instant.parse(shown(connection).path("grantExpiresAt").asText()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(60)).minusSeconds(60),
                        Instant.now().plus(Duration.ofDays(60)));
        assertThat(shown(connection).has("expiring")).isFalse();
        assertThat(shown(connection).has("nextStep")).isFalse();
    }

    @Test
    void expiryPausesAgentsUntilAReconnect() {
        String connection = connectFor(Duration.ofSeconds(1), JOHN);
        tenant.register(owner, "outreach", "linkedin");
        await().until(() -> Instant.now()
                .isAfter(Instant.parse(shown(connection).path("grantExpiresAt").asText())));

        check();

        assertThat(shown(connection).path("status").asText()).isEqualTo("expired");
        assertThat(shown(connection).path("reason").asText()).isEqualTo("grant_ended");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> owner.get("/api/agents/outreach").text("/status").equals("paused"));
        assertThat(mail("LinkedIn integration has expired").text()).contains("Reconnect LinkedIn Now: ");
        tenant.connect(owner, "linkedin", JOHN);
        assertThat(shown(connection).path("status").asText()).isEqualTo("connected");
    }

    private String connectFor(Duration life, String account) {
        tenant.cloud()
                .simulators()
                .linkedIn()
                .misbehave(new Misbehaviour.Say("/accessToken", "expires_in", life.toSeconds()));
        return tenant.connect(owner, "linkedin", account);
    }

    private void check() {
        tenant.cloud().fire("Daily").orThrow();
    }

    private JsonNode shown(String connection) {
        return owner.get("/api/connections/" + connection).json();
    }

    private List<Mail> warnings(String when) {
        return mails("LinkedIn integration expires soon").stream()
                .filter(mail -> mail.text().contains(when))
                .toList();
    }

    private Mail mail(String subject) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> mails(subject), found -> !found.isEmpty())
                .getFirst();
    }

    private List<Mail> mails(String subject) {
        return tenant.cloud().aws().mail().mails().stream()
                .filter(mail ->
                        mail.to().equals(List.of(address)) && mail.subject().equals(subject))
                .toList();
    }
}
