package dev.patchbay.tenant;

import java.util.Optional;

/**
 * The caller of a request: a member of one workspace, in one role.
 *
 * @param email as the token says; absent where it says none, or none that mail can be sent to
 */
public record Member(WorkspaceId workspace, MemberId id, Role role, Optional<EmailAddress> email) {

    /** A member whose address is not known. */
    public Member(WorkspaceId workspace, MemberId id, Role role) {
        this(workspace, id, role, Optional.empty());
    }
}
