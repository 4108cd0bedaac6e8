package dev.patchbay.functions.apollo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.AwsClients;
import dev.patchbay.testing.RehearsedWorker;
import org.junit.jupiter.api.Test;

class ApolloHandlerTest {
    @Test
    void rehearsalSucceeds() {
        ApolloHandler handler = new ApolloHandler(RehearsedWorker.environment("apollo"), AwsClients.ofEnvironment());

        assertThat(RehearsedWorker.logOf(handler)).isEmpty();
    }
}
