package dev.patchbay.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "outreach-1", "team:sales_eu.2", "550e8400-e29b-41d4-a716-446655440000"})
    void callersNameAgentsInTheirOwnWords(String id) {
        assertThat(AgentId.matches(id)).isTrue();
        assertThat(new AgentId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "ä", "a\n", "<b>"})
    void whatWouldNotFitInAPathIsNoAgentId(String id) {
        assertThat(AgentId.matches(id)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new AgentId(id));
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 10_000})
    void anAgentIdIsBounded(int length) {
        assertThat(AgentId.matches("a".repeat(length))).isFalse();
    }
}
