package dev.patchbay.functions.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.AwsClients;
import dev.patchbay.testing.RehearsedWorker;
import org.junit.jupiter.api.Test;

class GmailHandlerTest {
    @Test
    void rehearsalSucceeds() {
        GmailHandler handler = new GmailHandler(RehearsedWorker.environment("gmail"), AwsClients.ofEnvironment());

        assertThat(RehearsedWorker.logOf(handler)).isEmpty();
    }
}
