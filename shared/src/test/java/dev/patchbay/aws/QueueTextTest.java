package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u000B", "\u001B", "\uFFFE", "\uFFFF", "\uD83D", "\uDE00"})
    void whatXmlDoesNotAllowIsRefused(String character) {
        assertThat(QueueText.refused("a" + character + "b")).hasValue(character.charAt(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\t\r\n ~", "é", "\u0085", "\uE000", "\uFFFD", "😀", "\uDBFF\uDFFD"})
    void whatXmlAllowsIsAccepted(String text) {
        assertThat(QueueText.refused(text)).isEmpty();
    }

    @Test
    void anEscapedDocumentSaysTheSame() {
        assertThat(QueueText.escaped("{\"a\":\"b\uFFFEc\uD83D\"}")).isEqualTo("{\"a\":\"b\\ufffec\\ud83d\"}");
        assertThat(QueueText.escaped("{}")).isEqualTo("{}");
    }
}
