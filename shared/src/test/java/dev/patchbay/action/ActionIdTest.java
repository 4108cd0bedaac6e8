package dev.patchbay.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionIdTest {
    @Test
    void randomIdsHaveTheFormAndDiffer() {
        ActionId id = ActionId.random();

        assertThat(ActionId.matches(id.value())).isTrue();
        assertThat(id).isNotEqualTo(ActionId.random());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "act_", "act_0123456789ABCDEF0123456789ABCDEF", "key_0123456789abcdef0123456789abcdef"})
    void anyOtherFormIsRefused(String text) {
        assertThat(ActionId.matches(text)).isFalse();
        assertThatThrownBy(() -> new ActionId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, false", "RUNNING, false", "SUCCEEDED, true", "FAILED, true", "UNKNOWN, true"})
    void onlyOutcomesAreTerminal(ActionState state, boolean terminal) {
        assertThat(state.terminal()).isEqualTo(terminal);
    }
}
