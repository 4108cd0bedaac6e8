package dev.patchbay.connection;

import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * A grant that a provider gave and that is not a connection yet: the member who began the connect has not completed it.
 *
 * @param handleHash SHA-256 of the handle that completes it, in hexadecimal; the handle itself is stored nowhere
 * @param agreed the connection to be made; its credential is sealed at {@link #credentialPlace}
 * @param email where the member is notified once the connection exists
 * @param reconnecting whether it renews a connection, which must then still exist
 * @param until from then on it cannot be completed
 * @param ended whether it was refused before that
 */
public record PendingGrant(
        String handleHash,
        NewConnection agreed,
        Optional<EmailAddress> email,
        boolean reconnecting,
        Instant until,
        boolean ended)
        implements Pending {

    @Override
    public WorkspaceId workspace() {
        return agreed.workspace();
    }

    @Override
    public MemberId member() {
        return agreed.connectedBy();
    }

    /** Whether it can no longer be completed. */
    public boolean isOver(Instant now) {
        return ended || !now.isBefore(until);
    }

    /** Where the credential of a pending grant is sealed. */
    public static Place credentialPlace(WorkspaceId workspace, String handleHash) {
        return new Place(workspace, handleHash, "pending-credential");
    }
}
