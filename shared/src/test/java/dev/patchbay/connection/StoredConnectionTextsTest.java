package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** No text that a provider writes fills a connection's item. */
class StoredConnectionTextsTest {
    private static final String LONG = "é".repeat(150_000);

    @Test
    void labelsKeepTwoHundredCharacters() {
        assertThat(new Account("1", LONG).label()).hasSize(200);
        assertThat(new Choice("1", LONG, Map.of()).label()).hasSize(200);
    }

    @Test
    void aLabelIsOneLine() {
        assertThat(new Account("1", "John\n\u202eMiller").label()).isEqualTo("John Miller");
    }
}
