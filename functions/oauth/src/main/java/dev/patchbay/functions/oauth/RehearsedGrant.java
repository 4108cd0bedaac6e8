package dev.patchbay.functions.oauth;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A pending grant for the rehearsals of this module. */
record RehearsedGrant(OAuthParts parts, String provider) {
    static final String HANDLE = "r".repeat(43);

    /** One that can be completed. */
    PendingGrant pending() {
        return until(parts.clock().instant().plus(Duration.ofMinutes(10)));
    }

    /** One whose time is over. */
    PendingGrant abandoned() {
        return until(Instant.EPOCH);
    }

    private PendingGrant until(Instant end) {
        WorkspaceId workspace = new WorkspaceId("rehearsal");
        MemberId member = new MemberId("rehearsal");
        String hash = OneTimeToken.hash(HANDLE);
        Secret credential =
                new Credential.OAuthTokens(Secret.of("rehearsal"), Optional.of(Secret.of("rehearsal"))).toSecret();
        return new PendingGrant(
                hash,
                new NewConnection(
                        workspace,
                        new ProviderId(provider),
                        LinkedAccount.of(new Account("1", "rehearsal")),
                        member,
                        new NewAccess(
                                Set.of(),
                                parts.vault().seal(PendingGrant.credentialPlace(workspace, hash), credential),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                EmailAddress.of("rehearsal@localhost"),
                false,
                end,
                false);
    }
}
