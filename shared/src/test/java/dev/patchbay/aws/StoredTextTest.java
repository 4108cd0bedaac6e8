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
}
