package dev.patchbay.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Outreach",
                "Outreach 2.0",
                "Acme, Inc.",
                "Dr. Müller & Söhne",
                "営業",
                "👩‍💻 helper",
                "A/B test",
                "9:00 report"
            })
    void aNameIsDisplayed(String text) {
        assertThat(ShownName.of(text)).map(ShownName::value).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two\nlines",
                "two\u2028lines",
                "URGENT invoice https://evil.example/x",
                "ftp://evil",
                "WWW.evil",
                "pay at evil.example",
                "evil.example/pay",
                "ann@evil.example",
                "evil。example",
                "ｅｖｉｌ．ｃｏｍ",
                "https:evil",
                "mailto:ann",
                "\u202Emoc.live",
                "\u2066x\u2069",
                "\uD800"
            })
    void whatAMailProgramMakesALinkOfOrTurnsRoundIsNone(String text) {
        assertThat(ShownName.of(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new ShownName(text));
    }

    @Test
    void aNameCannotEndItsQuotation() {
        assertThat(new ShownName("a\" said “b” ").quoted()).isEqualTo("\"a' said 'b'\"");
    }
}
