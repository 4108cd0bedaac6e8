package dev.patchbay.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.tenant.WorkspaceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTest {
    private static final WorkspaceId ACME = new WorkspaceId("acme");

    /** Otherwise {@code a|b} with field {@code c} would be the same place as {@code a} with field {@code b|c}. */
    @ParameterizedTest
    @CsvSource({"conn|1, credential", "conn_1, cred|ential", "|, credential", "'', credential", "conn_1, ''"})
    void separatorsAndEmptyPartsAreRefused(String record, String field) {
        assertThatThrownBy(() -> new Place(ACME, record, field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void workspaceCannotHoldASeparator() {
        assertThatThrownBy(() -> new WorkspaceId("acme|conn_1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void differentPlacesAuthenticateDifferently() {
        byte[] one = TokenVault.authenticated(new Place(ACME, "conn_1", "credential"), 11);
        byte[] other = TokenVault.authenticated(new Place(ACME, "conn_1", "credential"), 1);

        assertThat(one).isNotEqualTo(other);
    }
}
