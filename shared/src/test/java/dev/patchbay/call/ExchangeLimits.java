package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.UnreliableServer.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must hold of every transport to a provider, ours and those of vendors' libraries. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ExchangeLimits {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** A test that only a size limit may end. */
    private static final Duration LONG = Duration.ofSeconds(30);
    /** What a kernel may take of a body before anybody reads it. */
    private static final int BUFFERED = 8 << 20;

    /**
     * Makes one call that changes something, and requires that it fails.
     *
     * @param deadline of the exchange
     * @return whether its failure says that the provider may have acted
     */
    protected abstract boolean mayHaveActed(UnreliableServer server, Duration deadline);

    protected abstract AnswerLimit limit();

    @Test
    void bodyOfOneByteASecondEndsAtTheDeadline() throws Exception {
        endsAtTheDeadline(new Behaviour.Drips());
    }

    @Test
    void bodyThatDoesNotComeEndsAtTheDeadline() throws Exception {
        endsAtTheDeadline(new Behaviour.StallsAfterHeaders());
    }

    private void endsAtTheDeadline(Behaviour slow) throws Exception {
        try (UnreliableServer server = UnreliableServer.that(slow)) {
            boolean mayHaveActed = mayHaveActed(server, SHORT);

            assertThat(mayHaveActed).isTrue();
            assertThat(server.clientHasLeft()).isTrue();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void bodyThatDoesNotEndIsReadToTheLimitOnly() throws Exception {
        try (UnreliableServer server = UnreliableServer.that(new Behaviour.NeverEnds())) {
            boolean mayHaveActed = mayHaveActed(server, LONG);

            assertThat(mayHaveActed).isTrue();
            assertThat(server.clientHasLeft()).isTrue();
            assertThat(server.bodyBytes()).isBetween((long) limit().bytes(), (long) limit().bytes() + BUFFERED);
            assertThat(server.received()).hasSize(1);
        }
    }
}
