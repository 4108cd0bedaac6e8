package dev.patchbay.limit;

import dev.patchbay.tenant.WorkspaceId;

/** Decides which requests of a workspace are answered. */
public interface RequestLimit {
    /** Whether one more request is answered now. */
    boolean admits(WorkspaceId workspace);
}
