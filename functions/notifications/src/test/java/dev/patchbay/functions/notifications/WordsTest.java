package dev.patchbay.functions.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final ConnectionId CONNECTION = new ConnectionId("conn_0123456789abcdef0123456789");
    private static final Integration GMAIL =
            new Integration(new ProviderId("gmail"), CONNECTION, "Gmail", false, "john@gmail.com");
    private static final Integration LINKEDIN =
            new Integration(new ProviderId("linkedin"), CONNECTION, "LinkedIn", false, "John Doe");
    private static final Integration APOLLO =
            new Integration(new ProviderId("apollo"), CONNECTION, "Apollo", true, "API key …6789");
    private static final List<AffectedAgent> AGENTS =
            List.of(new AffectedAgent("a1", "Outreach"), new AffectedAgent("a2", "Follow-up"));

    @ParameterizedTest
    @CsvSource({"7, in 7 days", "3, in 3 days", "1, in 1 day", "0, today", "-1, today"})
    void expiringNoticeNamesTheDaysLeft(int daysLeft, String when) {
        Words words = Words.of(new Notice.Expiring(LINKEDIN, AGENTS, daysLeft));

        assertThat(words.subject()).isEqualTo("LinkedIn integration expires soon");
        assertThat(words.message())
                .isEqualTo("Your LinkedIn integration will expire " + when
                        + ". Reconnect now to avoid disruption to your agents.");
        assertThat(words.button()).contains("Reconnect LinkedIn");
    }

    @Test
    void expiredNoticeNamesThePausedAgents() {
        Words words = Words.of(new Notice.Expired(GMAIL, AGENTS));

        assertThat(words.subject()).isEqualTo("Gmail integration has expired");
        assertThat(words.message()).isEqualTo("Agents using Gmail are paused: \"Outreach\", \"Follow-up\"");
        assertThat(words.button()).contains("Reconnect Gmail Now");
    }

    @Test
    void theFirstFiftyAgentsAreNamedAndTheOthersCounted() {
        List<AffectedAgent> agents = IntStream.range(0, 500)
                .mapToObj(i -> new AffectedAgent("a" + i, "Agent " + i))
                .toList();

        assertThat(Words.of(new Notice.Expired(GMAIL, agents)).message())
                .startsWith("Agents using Gmail are paused: \"Agent 0\", \"Agent 1\", ")
                .endsWith(", \"Agent 48\", \"Agent 49\" and 450 more");
        assertThat(Words.of(new Notice.Expired(GMAIL, agents.subList(0, 50))).message())
                .endsWith(", \"Agent 48\", \"Agent 49\"");
    }

    @Test
    void expiredNoticeWithoutAgentsNamesNone() {
        assertThat(Words.of(new Notice.Expired(GMAIL, List.of())).message()).isEqualTo("Reconnect to continue.");
    }

    @Test
    void revokedNoticeExplainsHowToGrantAccessAgain() {
        Words words = Words.of(new Notice.Revoked(GMAIL, List.of()));

        assertThat(words.subject()).isEqualTo("Gmail access was revoked");
        assertThat(words.message())
                .isEqualTo("Reconnect to continue. Sign in to Gmail as john@gmail.com and allow access again.");
        assertThat(words.button()).contains("Reconnect Gmail");
    }

    @Test
    void revokedKeyIsReplacedByANewOne() {
        assertThat(Words.of(new Notice.Revoked(APOLLO, AGENTS)).message())
                .isEqualTo("Reconnect to continue. Make a new API key in Apollo and enter it in place of the old one."
                        + " Agents using Apollo are paused: \"Outreach\", \"Follow-up\"");
    }

    @Test
    void failedAgentIsNamed() {
        Words words = Words.of(new Notice.AgentFailed(GMAIL, AGENTS.getFirst(), ConnectionStatus.EXPIRED));

        assertThat(words.subject()).isEqualTo("Gmail integration expired: agent \"Outreach\" failed");
        assertThat(words.message()).isEqualTo("Agent \"Outreach\" failed: Gmail integration expired");
        assertThat(words.button()).contains("Reconnect Gmail");
    }

    @Test
    void passingFaultDoesNotAskToReconnect() {
        Words words = Words.of(new Notice.Failing(GMAIL, AGENTS, Instant.parse("2026-11-20T12:00:00Z")));

        assertThat(words.subject()).isEqualTo("Gmail has been failing for an hour");
        assertThat(words.message())
                .isEqualTo(
                        "Gmail has not been answering as it should since 20 November, 12:00 UTC. It is tried again by"
                                + " itself, and your agents go on as soon as Gmail answers. There is nothing to reconnect.");
        assertThat(words.button()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\r\nBcc: everyone@acme.example\u2028B",
                "URGENT invoice https://evil.example/pay",
                "URGENT: pay at www.evil",
                "evil.example",
                "ＥＶＩＬ．ＥＸＡＭＰＬＥ",
                "mailto:x",
                "\u202Egnihtemos"
            })
    void aNameThatCarriesALinkOrALineIsNotDisplayed(String name) {
        AffectedAgent agent = new AffectedAgent("a", name);

        Words failed = Words.of(new Notice.AgentFailed(GMAIL, agent, ConnectionStatus.REVOKED));

        assertThat(failed.subject()).isEqualTo("Gmail access was revoked: agent (name not displayed) failed");
        assertThat(failed.message()).isEqualTo("Agent (name not displayed) failed: Gmail access was revoked");
        assertThat(Words.of(new Notice.Expired(GMAIL, List.of(agent))).message())
                .isEqualTo("Agents using Gmail are paused: (name not displayed)");
    }

    @Test
    void aNameCannotLeaveItsQuotationMarks() {
        AffectedAgent agent = new AffectedAgent("a", "X\" failed. Send money. \"Y");

        assertThat(Words.of(new Notice.AgentFailed(GMAIL, agent, ConnectionStatus.REVOKED))
                        .subject())
                .isEqualTo("Gmail access was revoked: agent \"X' failed. Send money. 'Y\" failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jane@gmail.com             | Sign in to Gmail as jane@gmail.com and allow access again.
                    Jane Doe                   | Sign in to Gmail as "Jane Doe" and allow access again.
                    Pay at https://evil.example | Sign in to Gmail and allow access again.
                    """)
    void anAccountsNameIsRecognisableAsOne(String account, String message) {
        Integration about = new Integration(new ProviderId("gmail"), CONNECTION, "Gmail", false, account);

        assertThat(Words.of(new Notice.Revoked(about, List.of())).message()).endsWith(message);
    }
}
