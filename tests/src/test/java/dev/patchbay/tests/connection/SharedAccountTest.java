package dev.patchbay.tests.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.provider.slack.SlackSimulator;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two workspaces connected the same account at a provider whose revocation reaches the whole account. */
@ExtendWith(StackUnderTest.class)
class SharedAccountTest {
    private static final String JOHN = "john@gmail.com";

    private final Tenant first;
    private final Tenant second;
    private final SlackSimulator slack;

    SharedAccountTest(Tenant tenant) {
        first = tenant;
        second = tenant.other();
        slack = tenant.cloud().simulators().slack();
    }

    @Test
    void lastDisconnectRevokesASharedGoogleAccount() {
        String one = first.connect(first.owner(), "gmail", JOHN);
        String two = second.connect(second.owner(), "gmail", JOHN);

        Answer kept = first.owner().delete("/api/connections/" + one);

        assertKept(kept, "Gmail");
        assertMails(second);

        Answer revoked = second.owner().delete("/api/connections/" + two);

        assertThat(revoked.json().path("revoked").asBoolean()).isTrue();
        assertThat(first.cloud().simulators().google().liveRefreshTokens(JOHN)).isZero();
    }

    @Test
    void anotherGoogleProductOfTheSameAccountKeepsItToo() {
        String mail = first.connect(first.owner(), "gmail", JOHN);
        second.connect(second.owner(), "google-calendar", JOHN);

        assertKept(first.owner().delete("/api/connections/" + mail), "Gmail");
    }

    @Test
    void aGrantThatEndedKeepsNothing() {
        String ended = first.connect(first.owner(), "gmail", JOHN);
        first.cloud().simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
        first.act(first.owner(), Tenant.mail("refused"), Map.of());
        assertThat(first.owner().get("/api/connections/" + ended).text("/status"))
                .isEqualTo("revoked");
        String two = second.connect(second.owner(), "gmail", JOHN);

        Answer answer = second.owner().delete("/api/connections/" + two);

        assertThat(answer.json().path("revoked").asBoolean()).isTrue();
    }

    @Test
    void disconnectingASlackTeamKeepsOtherWorkspacesAlive() {
        String login = slack.accounts().getFirst().login();
        String victims = first.connect(first.owner(), "slack", login);

        for (int attack = 0; attack < 3; attack++) {
            String own = second.connect(second.owner(), "slack", login);
            assertKept(second.owner().delete("/api/connections/" + own), "Slack");
        }

        assertPosts(first);
        assertThat(first.owner()
                        .delete("/api/connections/" + victims)
                        .json()
                        .path("revoked")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anEraseLeavesWhatAnotherWorkspaceHolds() {
        String login = slack.accounts().getFirst().login();
        first.connect(first.owner(), "gmail", JOHN);
        first.connect(first.owner(), "google-calendar", JOHN);
        first.connect(first.owner(), "slack", login);
        second.connect(second.owner(), "gmail", JOHN);
        second.connect(second.owner(), "slack", login);

        JsonNode receipt = erased(first);

        assertThat(receipt.path("revoked")).isEmpty();
        assertThat(receipt.path("notRevoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "google-calendar", "slack");
        assertThat(receipt.path("notRevoked").findValuesAsText("why"))
                .allMatch(why -> why.startsWith("Another connection uses the same "));
        assertMails(second);
        assertPosts(second);

        assertThat(erased(second).path("revoked").findValuesAsText("provider"))
                .containsExactlyInAnyOrder("gmail", "slack");
        assertThat(first.cloud().simulators().google().liveRefreshTokens(JOHN)).isZero();
    }

    private void assertKept(Answer answer, String provider) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("revoked").asBoolean()).isFalse();
        assertThat(answer.text("/message"))
                .startsWith("Another connection uses the same " + provider + " account")
                .doesNotContain(first.workspace(), second.workspace());
    }

    private static void assertMails(Tenant tenant) {
        Answer outcome = tenant.act(tenant.owner(), Tenant.mail("of " + tenant.workspace()), Map.of());
        assertThat(outcome.text("/status")).as(outcome.json().toString()).isEqualTo("succeeded");
    }

    private void assertPosts(Tenant tenant) {
        Answer outcome = tenant.act(
                tenant.owner(),
                Map.of(
                        "provider",
                        "slack",
                        "action",
                        "slack.post-message",
                        "input",
                        Map.of("channel", "#general", "text", "of " + tenant.workspace())),
                Map.of());
        assertThat(outcome.text("/status")).as(outcome.json().toString()).isEqualTo("succeeded");
    }

    private static JsonNode erased(Tenant tenant) {
        Answer receipt =
                tenant.owner().send("POST", "/api/privacy/erase", "{\"workspace\":\"" + tenant.workspace() + "\"}");
        assertThat(receipt.status()).as(receipt.json().toString()).isEqualTo(200);
        return receipt.json();
    }
}
