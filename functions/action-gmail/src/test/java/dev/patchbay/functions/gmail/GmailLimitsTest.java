package dev.patchbay.functions.gmail;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ExchangeLimits;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.UnreliableServer;
import dev.patchbay.connection.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;

/** That no exchange by Google's library is longer than its limits. */
class GmailLimitsTest extends ExchangeLimits {
    @Override
    protected boolean mayHaveActed(UnreliableServer server, Duration deadline) {
        SendEmail action =
                new SendEmail(new GmailApi(new ProviderHttp(deadline, Clock.systemUTC()), Clock.systemUTC()));
        try (ProviderStandIn gmail = new ProviderStandIn("gmail", new Account("1", "me@example.com"), "ya29-1")) {
            ProviderException failure = catchThrowableOfType(
                    ProviderException.class,
                    () -> action.call(
                            Emails.toAnn(""), gmail.accessAt(server.url("").toString())));
            return ((ProviderError.Transient) failure.error()).mayHaveActed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.API;
    }
}
