package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredTextTest {

    @Test
    void aTextThatFitsStaysAsItIs() {
        String fits = "é".repeat(StoredText.SENTENCE);

        assertThat(StoredText.sentence(fits)).isSameAs(fits);
    }

    @Test
    void aLongerTextEndsWithAnEllipsis() {
        assertThat(StoredText.sentence("a".repeat(300_000)))
                .hasSize(StoredText.SENTENCE)
                .endsWith("a…");
    }

    @Test
    void noSurrogatePairIsCut() {
        String text = "😀".repeat(StoredText.NAME);

        assertThat(StoredText.name(text)).matches("(😀)+…").hasSize(StoredText.NAME - 1);
    }

    @Test
    void whatAQueueWouldRefuseIsReplaced() {
        assertThat(StoredText.sentence("a\uFFFEb\uD83Dc\u0000d")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
        assertThat(QueueText.refused(StoredText.sentence("\uD83D".repeat(1_000))))
                .isEmpty();
    }

    @Test
    void anIdOrAParameterIsKeptAsItIsOrRefused() {
        assertThat(StoredText.isId("a".repeat(256))).isTrue();
        assertThat(StoredText.isId("a".repeat(257))).isFalse();
        assertThat(StoredText.isParameter("a".repeat(512))).isTrue();
        assertThat(StoredText.isParameter("a".repeat(513))).isFalse();
    }

    @Test
    void aCharacterThatIsNotStoredAsItIsMakesNoId() {
        assertThat(StoredText.isId("a\uD83D"))
                .as("every lone surrogate would be stored as the same character")
                .isFalse();
        assertThat(StoredText.isId("a\u0000")).isFalse();
        assertThat(StoredText.isParameter("a\uFFFE")).isFalse();
    }
}
