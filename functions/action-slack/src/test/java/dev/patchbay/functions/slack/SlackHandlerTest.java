package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.AwsClients;
import dev.patchbay.testing.RehearsedWorker;
import org.junit.jupiter.api.Test;

class SlackHandlerTest {
    @Test
    void rehearsalSucceeds() {
        SlackHandler handler = new SlackHandler(RehearsedWorker.environment("slack"), AwsClients.ofEnvironment());

        assertThat(RehearsedWorker.logOf(handler)).isEmpty();
    }
}
