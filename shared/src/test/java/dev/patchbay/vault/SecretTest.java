package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void printsStars() {
        assertThat(Secret.of("xoxb-1")).hasToString("***");
        assertThat("token " + Secret.of("xoxb-1")).isEqualTo("token ***");
    }

    @Test
    void revealsItsText() {
        assertThat(Secret.of("xoxb-1").reveal()).isEqualTo("xoxb-1");
    }

    @Test
    void equalsByText() {
        assertThat(Secret.of("xoxb-1")).isEqualTo(Secret.of("xoxb-1")).hasSameHashCodeAs(Secret.of("xoxb-1"));
        assertThat(Secret.of("xoxb-1")).isNotEqualTo(Secret.of("xoxb-2"));
    }

    @Test
    void emptyIsRefused() {
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void jacksonCannotWriteIt() {
        assertThatThrownBy(() -> JsonMapper.builder().build().writeValueAsString(Secret.of("xoxb-1")))
                .isInstanceOf(InvalidDefinitionException.class)
                .message()
                .doesNotContain("xoxb-1");
    }

    @Test
    void sealedSecretPrintsItsLengthOnly() {
        assertThat(SealedSecret.of(new byte[40])).hasToString("SealedSecret[40 bytes]");
    }

    @Test
    void sealedSecretKeepsItsBytesToItself() {
        byte[] given = {1, 2, 3};
        SealedSecret kept = SealedSecret.of(given);

        given[0] = 9;
        kept.bytes()[1] = 9;

        assertThat(kept.bytes()).containsExactly(1, 2, 3);
    }
}
