package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.http.JsonInput;
import dev.patchbay.http.JsonInputException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Posts messages to a Slack that a test scripts. */
final class Posting {
    private final PostMessage action;
    private final ProviderStandIn slack;

    Posting(ProviderStandIn slack, Clock clock) {
        this.action = new PostMessage(new SlackApi(clock));
        this.slack = slack;
    }

    @CanIgnoreReturnValue
    ActionResult post(String input) throws ProviderException, JsonInputException {
        return post(input, slack.access());
    }

    @CanIgnoreReturnValue
    ActionResult post(String input, Access access) throws ProviderException, JsonInputException {
        return action.call(JsonInput.read(input.getBytes(StandardCharsets.UTF_8), NewMessage.class), access);
    }

    /** Posts a message and expects an error. */
    @CanIgnoreReturnValue
    ProviderError failure(String input) {
        return failure(input, slack.access());
    }

    @CanIgnoreReturnValue
    ProviderError failure(String input, Access access) {
        return catchThrowableOfType(ProviderException.class, () -> post(input, access))
                .error();
    }
}
