package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionStatusTest {
    @ParameterizedTest
    @CsvSource({"CONNECTED, true", "ERROR, true", "EXPIRED, false", "REVOKED, false", "DISCONNECTED, false"})
    void providerIsCalledOnlyWhereThatMakesSense(ConnectionStatus status, boolean usable) {
        assertThat(status.usable()).isEqualTo(usable);
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusHasWords(ConnectionStatus status) {
        assertThat(status.message()).isNotBlank();
    }

    /** The names are stored and sent in events. */
    @Test
    void namesStayWhatTheyWere() {
        assertThat(ConnectionStatus.values())
                .extracting(Enum::name)
                .containsExactly("CONNECTED", "ERROR", "EXPIRED", "REVOKED", "DISCONNECTED");
    }
}
