package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemTest {
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00.123Z");

    @Test
    void valuesComeBackAsTheyWere() {
        Item written = new Item()
                .text("text", "grüß")
                .number("number", Long.MAX_VALUE)
                .flag("flag", true)
                .bytes("bytes", new byte[] {0, 1, (byte) 255})
                .time("time", TIME)
                .texts("texts", Set.of("b", "a"));

        Item read = Item.of(written.values());

        assertThat(read.text("text")).isEqualTo("grüß");
        assertThat(read.number("number")).isEqualTo(Long.MAX_VALUE);
        assertThat(read.flag("flag")).isTrue();
        assertThat(read.bytes("bytes")).contains(new byte[] {0, 1, (byte) 255});
        assertThat(read.time("time")).isEqualTo(TIME);
        assertThat(read.texts("texts")).containsExactly("a", "b");
    }

    @Test
    void absentValuesAreEmptyOrZero() {
        Item empty = new Item();

        assertThat(empty.optionalText("x")).isEmpty();
        assertThat(empty.number("x")).isZero();
        assertThat(empty.flag("x")).isFalse();
        assertThat(empty.bytes("x")).isEmpty();
        assertThat(empty.optionalTime("x")).isEmpty();
        assertThat(empty.texts("x")).isEmpty();
        assertThat(empty.has("x")).isFalse();
    }

    @Test
    void emptyOptionalsAndSetsAreNotWritten() {
        Item item = new Item()
                .text("text", Optional.empty())
                .time("time", Optional.empty())
                .texts("texts", Set.of());

        assertThat(item.values()).isEmpty();
    }

    @Test
    void presentOptionalsAreWritten() {
        Item item = new Item().text("text", Optional.of("x")).time("time", Optional.of(TIME));

        assertThat(item.text("text")).isEqualTo("x");
        assertThat(item.time("time")).isEqualTo(TIME);
    }

    @Test
    void timesAreMillisecondsAndExpiryIsSeconds() {
        Item item = new Item().time("time", TIME).expires(TIME);

        assertThat(item.values())
                .containsEntry("time", AttributeValue.fromN("1795176000123"))
                .containsEntry("expiresAt", AttributeValue.fromN("1795176000"));
    }

    @Test
    void missingTextOrTimeIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> new Item().text("status")).hasMessage("The item has no status");
        assertThatThrownBy(() -> new Item().time("statusSince")).hasMessage("The item has no statusSince");
    }

    @Test
    void itemKeepsItsOwnCopy() {
        Item original = new Item().text("a", "1");

        Item copy = Item.of(original.values());
        original.text("a", "2");

        assertThat(copy.text("a")).isEqualTo("1");
    }
}
