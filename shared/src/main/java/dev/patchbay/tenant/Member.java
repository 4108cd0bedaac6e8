package dev.patchbay.tenant;

/** The caller of a request: a member of one workspace, in one role. */
public record Member(WorkspaceId workspace, MemberId id, Role role) {}
