package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.WorkspaceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionIdTest {
    private static final WorkspaceId ACME = new WorkspaceId("acme");
    private static final ProviderId GMAIL = new ProviderId("gmail");
    private static final Account JOHN = new Account("1078", "john@example.org");

    @Test
    void sameAccountIsTheSameConnection() {
        assertThat(ConnectionId.of(ACME, GMAIL, JOHN)).isEqualTo(ConnectionId.of(ACME, GMAIL, JOHN));
    }

    /** The id is stored; another way to derive it would connect every account a second time. */
    @Test
    void derivationStaysWhatItWas() {
        assertThat(ConnectionId.of(ACME, GMAIL, JOHN)).hasToString("conn_6dc2861e17309b345728bf1594");
    }

    @Test
    void labelMayChange() {
        assertThat(ConnectionId.of(ACME, GMAIL, new Account("1078", "john@other.example")))
                .isEqualTo(ConnectionId.of(ACME, GMAIL, JOHN));
    }

    @Test
    void idDependsOnWorkspaceProviderAndAccount() {
        ConnectionId id = ConnectionId.of(ACME, GMAIL, JOHN);

        assertThat(ConnectionId.of(new WorkspaceId("other"), GMAIL, JOHN)).isNotEqualTo(id);
        assertThat(ConnectionId.of(ACME, new ProviderId("slack"), JOHN)).isNotEqualTo(id);
        assertThat(ConnectionId.of(ACME, GMAIL, new Account("1079", "john@example.org")))
                .isNotEqualTo(id);
    }

    @Test
    void accountIdCannotImitateAnotherProvider() {
        ConnectionId honest = ConnectionId.of(ACME, GMAIL, new Account("x", "x"));

        assertThat(ConnectionId.of(ACME, new ProviderId("g"), new Account("mail|x", "x")))
                .isNotEqualTo(honest);
    }

    @Test
    void formIsAPrefixAnd26HexadecimalDigits() {
        assertThat(ConnectionId.of(ACME, GMAIL, JOHN).value()).matches("conn_[0-9a-f]{26}");
        assertThat(ConnectionId.matches(ConnectionId.of(ACME, GMAIL, JOHN).value()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "conn_",
                "conn_0123456789abcdef012345678",
                "conn_0123456789abcdef01234567890",
                "conn_0123456789ABCDEF0123456789",
                "act_0123456789abcdef0123456789",
                "conn_0123456789abcdef0123456789\n",
                "conn_0123456789abcdef01234567|9"
            })
    void anyOtherFormIsRefused(String text) {
        assertThat(ConnectionId.matches(text)).isFalse();
        assertThatThrownBy(() -> new ConnectionId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
