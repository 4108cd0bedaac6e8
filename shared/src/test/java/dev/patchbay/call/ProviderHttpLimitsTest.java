package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.UnreliableServer.Behaviour;
import dev.patchbay.catalog.SampleYaml;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That no API call by {@link ProviderHttp} is longer than its limits, in time and in bytes. */
class ProviderHttpLimitsTest extends ExchangeLimits {
    @Override
    protected boolean mayHaveActed(UnreliableServer server, Duration deadline) {
        return failure(server, deadline, "POST").mayHaveActed();
    }

    @Override
    protected AnswerLimit limit() {
        return AnswerLimit.API;
    }

    @Test
    void answerThatIsTooLongIsNamedAsSuch() {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.NeverEnds())) {
            assertThat(failure(server, Duration.ofSeconds(30), "GET"))
                    .isEqualTo(new Transient("Sample answered with more than 10 MB", false));
        }
    }

    private static Transient failure(UnreliableServer server, Duration deadline, String method) {
        ProviderHttp http = new ProviderHttp(deadline, Clock.systemUTC());
        ProviderException failure = catchThrowableOfType(
                ProviderException.class,
                () -> http.send(SampleYaml.provider(), ProviderRequest.of(method, server.url("/messages"))));
        return (Transient) failure.error();
    }
}
