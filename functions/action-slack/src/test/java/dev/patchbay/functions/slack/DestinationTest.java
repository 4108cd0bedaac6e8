package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.ProviderError;
import dev.patchbay.connection.Account;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DestinationTest {
    private static final String POSTED = """
            {"ok": true, "channel": "C024BE91L", "ts": "1503435956.000247",
             "message": {"blocks": [{"type": "a-block-of-tomorrow"}]}}""";
    private static final String NO_CHANNELS = """
            {"ok": true, "channels": [], "response_metadata": {"next_cursor": ""}}""";

    private ProviderStandIn slack;
    private Posting posting;

    @BeforeEach
    void start() throws IOException {
        slack = new ProviderStandIn("slack", new Account("T1", "Acme"), "xoxb-1");
        posting = new Posting(slack, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        slack.close();
    }

    @Test
    void channelIsFoundByNameOnALaterPage() throws Exception {
        slack.answers("conversations.list", """
                {"ok": true, "channels": [{"id": "C1", "name": "random"}], "response_metadata": {"next_cursor": "page2"}}""");
        slack.answers("conversations.list", """
                {"ok": true, "channels": [{"id": "C2", "name": "sales"}], "response_metadata": {"next_cursor": ""}}""");
        slack.answers("chat.postMessage", POSTED);

        posting.post("{\"channel\": \"#Sales\", \"text\": \"Hello\"}");

        assertThat(slack.received().getLast().form()).containsEntry("channel", "C2");
    }

    @Test
    void cursorThatComesAgainIsFollowedOnce() {
        for (String cursor : List.of("b", "c", "b", "c", "b")) {
            slack.answers("conversations.list", page(cursor));
        }

        assertThat(posting.failure("{\"channel\": \"#leads\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.Transient("Slack's list of channels came again from its middle", false));
        assertThat(slack.received()).hasSize(3);
    }

    @Test
    void searchByNameEndsAfterFiftyPages() {
        for (int page = 1; page <= 60; page++) {
            slack.answers("conversations.list", page("page" + page));
        }

        assertThat(posting.failure("{\"channel\": \"#leads\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.InvalidInput(
                        "This Slack workspace has too many channels to find one by name",
                        Optional.of("Give the channel's id instead of its name")));
        assertThat(slack.received()).hasSize(50);
    }

    private static String page(String cursor) {
        return "{\"ok\": true, \"channels\": [], \"response_metadata\": {\"next_cursor\": \"" + cursor + "\"}}";
    }

    @Test
    void unknownChannelIsReportedWithASuggestion() {
        slack.answers("conversations.list", NO_CHANNELS);

        assertThat(posting.failure("{\"channel\": \"#leads\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.NotFound(
                        "Channel not found", Optional.of("Create channel #leads or update agent instruction")));
    }

    @Test
    void privateChannelsAreSearchedWhereThatIsGranted() {
        slack.answers("conversations.list", NO_CHANNELS);

        posting.failure("{\"channel\": \"#leads\", \"text\": \"Hello\"}", slack.access("channels:read", "groups:read"));

        assertThat(slack.received().getLast().form()).containsEntry("types", "public_channel,private_channel");
    }

    @Test
    void privateChannelsAreNotAskedForWithoutThePermission() {
        slack.answers("conversations.list", NO_CHANNELS);

        posting.failure("{\"channel\": \"#leads\", \"text\": \"Hello\"}", slack.access("channels:read"));

        assertThat(slack.received().getLast().form()).containsEntry("types", "public_channel");
    }

    @Test
    void userByEmailGetsADirectMessage() throws Exception {
        slack.answers("users.lookupByEmail", "{\"ok\": true, \"user\": {\"id\": \"U024BE7LH\"}}");
        slack.answers("conversations.open", "{\"ok\": true, \"channel\": {\"id\": \"D1\"}}");
        slack.answers("chat.postMessage", POSTED);

        posting.post("{\"user\": \"ann@example.com\", \"text\": \"Hello\"}");

        assertThat(slack.received().getLast().form()).containsEntry("channel", "D1");
    }

    @Test
    void userByIdIsNotLookedUp() throws Exception {
        slack.answers("conversations.open", "{\"ok\": true, \"channel\": {\"id\": \"D1\"}}");
        slack.answers("chat.postMessage", POSTED);

        posting.post("{\"user\": \"U024BE7LH\", \"text\": \"Hello\"}");

        assertThat(slack.paths()).containsExactly("/api/conversations.open", "/api/chat.postMessage");
    }

    @Test
    void unknownPersonIsNotFound() {
        slack.answers("users.lookupByEmail", "{\"ok\": false, \"error\": \"users_not_found\"}");

        assertThat(posting.failure("{\"user\": \"nobody@example.com\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.NotFound("Person not found in this Slack workspace", Optional.empty()));
    }

    @Test
    void lookupCutOffHasDoneNothing() {
        slack.drops("conversations.list");

        assertThat(posting.failure("{\"channel\": \"#sales\", \"text\": \"Hello\"}"))
                .isEqualTo(new ProviderError.Transient("Slack did not answer", false));
    }

    @Test
    void internalErrorOfALookupHasDoneNothing() {
        slack.answers("conversations.list", 500, "{\"ok\": false, \"error\": \"internal_error\"}", Map.of());

        assertThat(posting.failure("{\"channel\": \"#sales\", \"text\": \"Hello\"}"))
                .isInstanceOfSatisfying(
                        ProviderError.Transient.class,
                        fault -> assertThat(fault.mayHaveActed()).isFalse());
    }
}
