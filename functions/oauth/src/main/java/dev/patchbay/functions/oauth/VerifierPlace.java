package dev.patchbay.functions.oauth;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;

/** Where the code verifier of a connect is sealed. */
final class VerifierPlace {
    private VerifierPlace() {}

    static Place of(WorkspaceId workspace, String stateHash) {
        return new Place(workspace, stateHash, "code-verifier");
    }
}
