package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.call.ProviderException;
import dev.patchbay.http.JsonInput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NewMessageTest {
    @Test
    void channelAndUserTogetherAreRefused() {
        assertThatThrownBy(() -> check("{\"channel\": \"#general\", \"user\": \"U024BE7LH\", \"text\": \"Hello\"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("A message goes to a channel or to a user");
    }

    @Test
    void neitherChannelNorUserIsRefused() {
        assertThatThrownBy(() -> check("{\"text\": \"Hello\"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("A message goes to a channel or to a user");
    }

    @Test
    void emptyMessageIsRefused() {
        assertThatThrownBy(() -> check("{\"channel\": \"#general\", \"text\": \" \"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("A message needs text or blocks");
    }

    @Test
    void blocksAloneAreAMessage() {
        assertThatCode(() -> check("{\"channel\": \"general\", \"blocks\": [{\"type\": \"divider\"}]}"))
                .doesNotThrowAnyException();
    }

    @Test
    void blockThatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> check("{\"channel\": \"general\", \"blocks\": [\"divider\"]}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("Each block is a JSON object");
    }

    @Test
    void threadIsNamedByATimestamp() {
        assertThatThrownBy(() -> check("{\"channel\": \"general\", \"text\": \"Hello\", \"threadTs\": \"yesterday\"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessageStartingWith("threadTs is the ts of a message");
    }

    @Test
    void nameWithSpacesIsNoChannel() {
        assertThatThrownBy(() -> check("{\"channel\": \"the sales room\", \"text\": \"Hello\"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("\"the sales room\" is not a channel");
    }

    @Test
    void personsNameIsNoUser() {
        assertThatThrownBy(() -> check("{\"user\": \"ann\", \"text\": \"Hello\"}"))
                .isInstanceOf(ProviderException.class)
                .hasMessage("\"ann\" is not a user");
    }

    private static void check(String json) throws Exception {
        JsonInput.read(json.getBytes(StandardCharsets.UTF_8), NewMessage.class).check();
    }
}
