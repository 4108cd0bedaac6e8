package dev.patchbay.functions.oauth;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;

/** Where the code verifier of a connect is sealed. */
public final class VerifierPlace {
    private VerifierPlace() {}

    public static Place of(WorkspaceId workspace, String stateHash) {
        return new Place(workspace, stateHash, "code-verifier");
    }
}
