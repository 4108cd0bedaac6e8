package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.call.ProviderError;
import dev.patchbay.catalog.ErrorRule;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No text that a provider or a caller writes fills a record or an event. */
class StoredActionTextsTest {
    private static final String LONG = "é".repeat(150_000);

    @Test
    void failureKeeps500CharactersOfEachText() {
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
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 1_000; i++) {
            values.put("value" + i, LONG);
        }

        ObjectNode kept = new ActionResult(values).json();

        assertThat(kept.toString().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(14_000, 16_000);
        assertThat(kept).allSatisfy(value -> assertThat(value.asText()).hasSize(500));
    }

    @Test
    void aResultHasAtMostFiftyEntriesAndEightLevels() {
        ObjectNode wide = JsonNodeFactory.instance.objectNode();
        ObjectNode deep = wide.putObject("deep");
        for (int i = 0; i < 1_000; i++) {
            wide.put("value" + i, i);
            deep = deep.putObject("deep");
        }

        ObjectNode kept = new ActionResult(wide).json();

        assertThat(kept).hasSize(50);
        assertThat(kept.at("/deep".repeat(7))).isEmpty();
        assertThat(kept.at("/deep".repeat(7)).isObject()).isTrue();
    }

    @Test
    void aNumberThatNoItemHoldsBecomesAText() {
        ObjectNode values = JsonNodeFactory.instance
                .objectNode()
                .put("digits", new BigInteger("9".repeat(39)))
                .put("infinite", Double.POSITIVE_INFINITY)
                .put("held", new BigInteger("9".repeat(38)));

        assertThat(new ActionResult(values).json().toString())
                .isEqualTo("{\"digits\":\"%s\",\"infinite\":\"Infinity\",\"held\":%s}"
                        .formatted("9".repeat(39), "9".repeat(38)));
    }

    @Test
    void theCatalogueMayNotHoldALongerSentence() {
        ErrorRule rule = ErrorRule.of(ErrorRule.Meaning.INVALID_INPUT);

        assertThatThrownBy(() -> new ErrorRule(
                        rule.answer(), rule.is(), rule.delay(), rule.notAccepted(), Optional.of("a".repeat(501))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500");
    }

    @Test
    void finalFailureListsAttemptsAfterALongReason() {
        ActionFailure failure =
                Failures.gaveUp(new ActionFailure("rate_limited", LONG, Optional.empty()), 3, Duration.ofMinutes(15));

        assertThat(failure.message())
                .hasSize(500)
                .endsWith("…. Tried 3 times in 15 minutes, and the deadline allows no further attempt");
    }
}
