package dev.patchbay.notification;

import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import java.util.Optional;
import java.util.Set;

/**
 * A member as notifications know it.
 *
 * @param email where mail goes: what the member chose, else what the member's token said; absent: no mail
 * @param muted the kinds of which the member wants no mail; the list in the API has them all the same
 */
public record Recipient(MemberId member, Optional<EmailAddress> email, Set<NotificationKind> muted) {

    /** The address to which a notification of this kind goes, if it goes by mail at all. */
    public Optional<EmailAddress> mailFor(NotificationKind kind) {
        return muted.contains(kind) ? Optional.empty() : email;
    }
}
