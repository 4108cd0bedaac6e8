package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ExchangeLimits;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.connection.Account;
import dev.patchbay.http.JsonInput;
import dev.patchbay.http.JsonInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/** That no exchange by Slack's library is longer than its limits. */
class SlackLimitsTest extends ExchangeLimits {
    @Override
    protected boolean mayHaveActed(UnreliableServer server, Duration deadline) {
        PostMessage action = new PostMessage(new SlackApi(deadline, Clock.systemUTC()));
        try (ProviderStandIn slack = new ProviderStandIn("slack", new Account("T1", "Acme"), "xoxb-1")) {
            ProviderException failure = catchThrowableOfType(
                    ProviderException.class,
                    () -> action.call(message(), slack.accessAt(server.url("").toString())));
            return ((ProviderError.Transient) failure.error()).mayHaveActed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NewMessage message() throws JsonInputException {
        String json = "{\"channel\": \"C024BE91L\", \"text\": \"Hello\"}";
        return JsonInput.read(json.getBytes(StandardCharsets.UTF_8), NewMessage.class);
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.API;
    }
}
