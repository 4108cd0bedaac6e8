package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionRetries.Next;
import dev.patchbay.provider.ProviderError;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionRetriesTest {
    private static final ProviderError NOT_ACTED = new ProviderError.Transient("Not reached", false);
    private static final ProviderError MAY_HAVE_ACTED = new ProviderError.Transient("Broke off", true);
    private static final boolean SAFE = true;
    private static final boolean UNSAFE = false;
    /** The smallest random number: no jitter. */
    private static final RandomGenerator NO_JITTER = () -> 0L;

    private final RecordingPause pause = new RecordingPause();
    private final ActionRetries retries = new ActionRetries(pause, NO_JITTER);

    @Test
    void firstFailureIsTriedAgainAfterASecondInPlace() {
        assertThat(retries.after(NOT_ACTED, 1, UNSAFE)).isEqualTo(new Next.Again());
        assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void secondFailureGoesBackToTheQueueForTwoSeconds() {
        assertThat(retries.after(NOT_ACTED, 2, UNSAFE)).isEqualTo(new Next.Requeue(Duration.ofSeconds(2)));
        assertThat(pause.waits()).isEmpty();
    }

    @Test
    void thirdFailureIsTheLast() {
        assertThat(retries.after(NOT_ACTED, 3, UNSAFE)).isEqualTo(new Next.GiveUp());
        assertThat(pause.waits()).isEmpty();
    }

    @Test
    void waitIsShortenedByAQuarterAtMost() {
        ActionRetries jittered = new ActionRetries(pause, new SplittableRandom(1));

        IntStream.range(0, 1000).forEach(i -> jittered.after(NOT_ACTED, 1, UNSAFE));

        assertThat(pause.waits())
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1)))
                .anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(800)))
                .anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(950)));
    }

    @Test
    void unknownOutcomeIsNotSentAgain() {
        assertThat(retries.after(MAY_HAVE_ACTED, 1, UNSAFE)).isEqualTo(new Next.OutcomeUnknown());
    }

    @Test
    void unknownOutcomeIsUnknownAfterTheLastAttemptToo() {
        assertThat(retries.after(MAY_HAVE_ACTED, 3, UNSAFE)).isEqualTo(new Next.OutcomeUnknown());
    }

    @Test
    void unknownOutcomeIsSentAgainWhereThatIsSafe() {
        assertThat(retries.after(MAY_HAVE_ACTED, 1, SAFE)).isEqualTo(new Next.Again());
    }

    @Test
    void rateLimitWaitsAsLongAsAsked() {
        assertThat(retries.after(rateLimited(Duration.ofSeconds(30)), 1, UNSAFE))
                .isEqualTo(new Next.Requeue(Duration.ofSeconds(30)));
    }

    @Test
    void shortRateLimitWaitsAtLeastAsLongAsAnyFailure() {
        assertThat(retries.after(rateLimited(Duration.ofMillis(10)), 1, UNSAFE)).isEqualTo(new Next.Again());
        assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void waitOfMoreThanASecondIsNeverInPlace() {
        assertThat(retries.after(rateLimited(Duration.ofMillis(1001)), 1, UNSAFE))
                .isEqualTo(new Next.Requeue(Duration.ofMillis(1001)));
        assertThat(pause.waits()).isEmpty();
    }

    @Test
    void rateLimitIsGivenUpAfterThreeAttempts() {
        assertThat(retries.after(rateLimited(Duration.ZERO), 3, SAFE)).isEqualTo(new Next.GiveUp());
    }

    static Stream<ProviderError> lasting() {
        return Stream.of(
                new ProviderError.Unauthorized("m"),
                new ProviderError.QuotaExhausted("m", Optional.empty()),
                new ProviderError.InvalidInput("m", Optional.empty()),
                new ProviderError.NotFound("m", Optional.empty()),
                new ProviderError.Misconfigured("m"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatTimeDoesNotHealIsNotTriedAgain(ProviderError error) {
        assertThat(retries.after(error, 1, SAFE)).isEqualTo(new Next.GiveUp());
        assertThat(pause.waits()).isEmpty();
    }

    private static ProviderError rateLimited(Duration retryAfter) {
        return new ProviderError.RateLimited("Slower", retryAfter);
    }
}
