package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
    void aTextThatIsTooLongIsNoIdAndNoParameter() {
        ConnectFacts facts = ConnectFacts.none()
                .withAnswer(
                        JsonNodeFactory.instance.objectNode().put("long", LONG).put("id", "a".repeat(500)));

        assertThat(facts.value(JsonPointer.compile("/answer/long"))).isEmpty();
        assertThat(facts.value(JsonPointer.compile("/answer/id"))).contains("a".repeat(500));
    }
}
