package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.action.ActionRetries.Next;
import dev.patchbay.action.ActionRetries.Tries;
import dev.patchbay.call.ProviderError;
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
        assertThat(retries.after(NOT_ACTED, tries(1), UNSAFE)).isEqualTo(new Next.Again());
        assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void secondFailureGoesBackToTheQueueForTwoSeconds() {
        assertThat(retries.after(NOT_ACTED, tries(2), UNSAFE)).isEqualTo(new Next.Requeue(Duration.ofSeconds(2)));
        assertThat(pause.waits()).isEmpty();
    }

    @Test
    void waitsDoubleUpToFiveMinutes() {
        assertThat(IntStream.of(3, 4, 9, 10, 11, 300).mapToObj(made -> retries.after(NOT_ACTED, tries(made), UNSAFE)))
                .containsExactly(
                        new Next.Requeue(Duration.ofSeconds(4)),
                        new Next.Requeue(Duration.ofSeconds(8)),
                        new Next.Requeue(Duration.ofSeconds(256)),
                        new Next.Requeue(Duration.ofMinutes(5)),
                        new Next.Requeue(Duration.ofMinutes(5)),
                        new Next.Requeue(Duration.ofMinutes(5)));
    }

    @Test
    void lastAttemptIsMadeAtTheDeadline() {
        assertThat(retries.after(NOT_ACTED, new Tries(10, Duration.ofSeconds(90)), UNSAFE))
                .isEqualTo(new Next.Requeue(Duration.ofSeconds(90)));
    }

    @Test
    void afterTheDeadlineThereIsNoOther() {
        assertThat(retries.after(NOT_ACTED, new Tries(1, Duration.ZERO), UNSAFE))
                .isEqualTo(new Next.TimeIsUp());
        assertThat(retries.after(NOT_ACTED, new Tries(1, Duration.ofSeconds(-1)), SAFE))
                .isEqualTo(new Next.TimeIsUp());
    }

    @Test
    void waitThatIsAskedForPastTheDeadlineIsNotBegun() {
        assertThat(retries.after(rateLimited(Duration.ofMinutes(16)), tries(1), UNSAFE))
                .isEqualTo(new Next.TimeIsUp());
    }

    @Test
    void refusedCredentialIsTriedAgain() {
        assertThat(retries.after(new ProviderError.Unauthorized("m"), tries(1), UNSAFE))
                .isEqualTo(new Next.Again());
    }

    @Test
    void waitIsShortenedByAQuarterAtMost() {
        ActionRetries jittered = new ActionRetries(pause, new SplittableRandom(1));

        IntStream.range(0, 1000).forEach(i -> jittered.after(NOT_ACTED, tries(1), UNSAFE));

        assertThat(pause.waits())
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1)))
                .anySatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(800)))
                .anySatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(950)));
    }

    @Test
    void unknownOutcomeIsNotSentAgain() {
        assertThat(retries.after(MAY_HAVE_ACTED, tries(1), UNSAFE)).isEqualTo(new Next.OutcomeUnknown());
    }

    @Test
    void unknownOutcomeIsUnknownAfterTheLastAttemptToo() {
        assertThat(retries.after(MAY_HAVE_ACTED, tries(3), UNSAFE)).isEqualTo(new Next.OutcomeUnknown());
    }

    @Test
    void unknownOutcomeIsSentAgainWhereThatIsSafe() {
        assertThat(retries.after(MAY_HAVE_ACTED, tries(1), SAFE)).isEqualTo(new Next.Again());
    }

    @Test
    void rateLimitWaitsAsLongAsAsked() {
        assertThat(retries.after(rateLimited(Duration.ofSeconds(30)), tries(1), UNSAFE))
                .isEqualTo(new Next.Requeue(Duration.ofSeconds(30)));
    }

    @Test
    void shortRateLimitWaitsAtLeastAsLongAsAnyFailure() {
        assertThat(retries.after(rateLimited(Duration.ofMillis(10)), tries(1), UNSAFE))
                .isEqualTo(new Next.Again());
        assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void waitOfMoreThanASecondIsNeverInPlace() {
        assertThat(retries.after(rateLimited(Duration.ofMillis(1001)), tries(1), UNSAFE))
                .isEqualTo(new Next.Requeue(Duration.ofMillis(1001)));
        assertThat(pause.waits()).isEmpty();
    }

    static Stream<ProviderError> lasting() {
        return Stream.of(
                new ProviderError.QuotaExhausted("m", Optional.empty()),
                new ProviderError.InvalidInput("m", Optional.empty()),
                new ProviderError.NotFound("m", Optional.empty()),
                new ProviderError.Misconfigured("m"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void whatTimeDoesNotHealIsNotTriedAgain(ProviderError error) {
        assertThat(retries.after(error, tries(1), SAFE)).isEqualTo(new Next.GiveUp());
        assertThat(pause.waits()).isEmpty();
    }

    private static Tries tries(int made) {
        return new Tries(made, ActionDeadline.STANDARD);
    }

    private static ProviderError rateLimited(Duration retryAfter) {
        return new ProviderError.RateLimited("Slower", retryAfter);
    }
}
