package dev.patchbay.connection;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.util.Optional;

/**
 * What a provider granted to a connect that was refused, stored until it is revoked. It can never be completed: its handle is
 * unknown, and it is stored as ended.
 *
 * @param handleHash SHA-256 of a handle that is not given out, in hexadecimal
 * @param account whose it is; empty if the provider did not identify it
 * @param unusable whether it came with a refusal: it may be of another kind than what was asked for
 * @param credential sealed at {@link PendingGrant#credentialPlace}
 */
public record RefusedGrant(
        String handleHash,
        WorkspaceId workspace,
        MemberId member,
        ProviderId provider,
        Optional<Account> account,
        boolean unusable,
        SealedSecret credential)
        implements Pending {}
