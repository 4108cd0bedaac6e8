package dev.patchbay.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "acme", "org_1:team.2-x", "0"})
    void workspaceIdIsOneSafeWord(String id) {
        assertThat(new WorkspaceId(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "_a", "a b", "a|b", "a/b", "a\n", "é", "a\u0000"})
    void workspaceIdHoldsNothingThatMustBeEscaped(String id) {
        assertThatThrownBy(() -> new WorkspaceId(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void workspaceIdIsBounded() {
        assertThat(new WorkspaceId("a".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new WorkspaceId("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memberIdIsBounded() {
        assertThat(new MemberId("auth0|1")).hasToString("auth0|1");
        assertThatThrownBy(() -> new MemberId(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemberId("a".repeat(257))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"owner, OWNER", "Admin, ADMIN", "MEMBER, MEMBER"})
    void roleIsNamedInAnyCase(String claim, Role role) {
        assertThat(Role.named(claim)).contains(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "guest", "owner "})
    void anythingElseIsNoRole(String claim) {
        assertThat(Role.named(claim)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OWNER, true", "ADMIN, true", "MEMBER, false"})
    void ownersAndAdminsManageConnections(Role role, boolean manages) {
        assertThat(role.managesConnections()).isEqualTo(manages);
    }
}
