package dev.patchbay.functions.notifications;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubEventTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not JSON", "{\"detail\":{\"id\":\"evt_1\"}}", "[]"})
    void whatIsNoEventIsRefused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> HubEvent.of(message));
    }
}
