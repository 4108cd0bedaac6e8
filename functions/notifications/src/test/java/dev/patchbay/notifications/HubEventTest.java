package dev.patchbay.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubEventTest {
    private static final String DETAIL = """
            {"id":"evt_1","type":"connection.expired","workspace":"acme","provider":"gmail",
             "connectionId":"conn_0123456789abcdef0123456789"%s}""";

    @Test
    void theAgentsThatAnEventListsAreRead() {
        HubEvent event = HubEvent.of("{\"detail\":"
                + DETAIL.formatted(",\"agents\":[{\"id\":\"a1\",\"name\":\"Outreach\"},{\"id\":\"a2\"}]") + "}");

        assertThat(event.agents().orElseThrow())
                .containsExactly(new AffectedAgent("a1", "Outreach"), new AffectedAgent("a2", "a2"));
    }

    @Test
    void anEventThatListsNoneIsNotAnEventThatConcernsNone() {
        assertThat(HubEvent.of("{\"detail\":" + DETAIL.formatted("") + "}").agents())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not JSON", "{\"detail\":{\"id\":\"evt_1\"}}", "[]"})
    void whatIsNoEventIsRefused(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> HubEvent.of(message));
    }
}
