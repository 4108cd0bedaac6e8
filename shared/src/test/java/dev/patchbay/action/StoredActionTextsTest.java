package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.provider.ErrorRule;
import dev.patchbay.provider.ProviderError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No text that a provider or a caller writes fills a record or an event. */
class StoredActionTextsTest {
    private static final String LONG = "é".repeat(150_000);

    @Test
    void aFailureKeepsFiveHundredCharactersOfMessageAndSuggestion() {
        ActionFailure failure = new ActionFailure("invalid_input", LONG, Optional.of(LONG));

        assertThat(failure.message()).hasSize(500).endsWith("…");
        assertThat(failure.suggestion().orElseThrow()).hasSize(500).endsWith("…");
    }

    @Test
    void everyProviderErrorKeepsFiveHundredCharacters() {
        assertThat(Stream.of(
                        new ProviderError.Transient(LONG, true),
                        new ProviderError.RateLimited(LONG, Duration.ZERO),
                        new ProviderError.Unauthorized(LONG),
                        new ProviderError.QuotaExhausted(LONG, Optional.empty()),
                        new ProviderError.InvalidInput(LONG, Optional.of(LONG)),
                        new ProviderError.NotFound(LONG, Optional.of(LONG)),
                        new ProviderError.Misconfigured(LONG)))
                .allSatisfy(error -> assertThat(error.message()).hasSize(500));
    }

    @Test
    void aResultFitsIntoItsEvent() {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            values.put("value" + i, LONG);
        }

        assertThat(new ActionResult(values).values())
                .hasSize(50)
                .allSatisfy((name, value) -> assertThat(value).hasSize(500));
    }

    @Test
    void theCatalogueMayNotHoldALongerSentence() {
        assertThatThrownBy(() -> new ErrorRule(
                        List.of(400),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        ErrorRule.Meaning.INVALID_INPUT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("a".repeat(501))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500");
    }

    @Test
    void aFailureThatGaveUpReportsWhatWasTriedHoweverLongTheReasonIs() {
        ActionFailure failure =
                Failures.gaveUp(new ActionFailure("rate_limited", LONG, Optional.empty()), 3, Duration.ofMinutes(15));

        assertThat(failure.message())
                .hasSize(500)
                .endsWith("…. Tried 3 times in 15 minutes, and the deadline allows no further attempt");
    }
}
