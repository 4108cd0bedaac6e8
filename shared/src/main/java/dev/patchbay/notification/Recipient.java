package dev.patchbay.notification;

import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A member as notifications know it.
 *
 * @param token the address in the member's token
 * @param chosen the address that the member set, confirmed or not
 * @param confirmed the address that was confirmed by a link
 * @param linkEnds until when the link that was sent to the chosen address can confirm it
 * @param muted the kinds of which the member wants no mail; the list in the API has them all the same
 */
public record Recipient(
        MemberId member,
        Optional<EmailAddress> token,
        Optional<EmailAddress> chosen,
        Optional<EmailAddress> confirmed,
        Optional<Instant> linkEnds,
        Set<NotificationKind> muted) {

    /** The address to which a notification of this kind goes, if it goes by mail at all. */
    public Optional<EmailAddress> mailFor(NotificationKind kind) {
        return muted.contains(kind) ? Optional.empty() : email();
    }

    /** Where mail goes: the chosen address if the member can be trusted with it, else that of the token. */
    public Optional<EmailAddress> email() {
        return chosen.filter(this::trusts).or(() -> token);
    }

    /** Returns the address that the member set and has not confirmed: no notification is sent there. */
    public Optional<EmailAddress> unconfirmed() {
        return chosen.filter(address -> !trusts(address));
    }

    /** Whether an address is known to be the member's: its token says so, or the link that was sent there was opened. */
    public boolean trusts(EmailAddress address) {
        return token.filter(address::sameMailbox).isPresent()
                || confirmed.filter(address::sameMailbox).isPresent();
    }

    /** Whether a link was sent to this address that can still confirm it. */
    public boolean awaits(EmailAddress address, Instant now) {
        return unconfirmed().filter(address::equals).isPresent()
                && linkEnds.filter(now::isBefore).isPresent();
    }

    /** The same with the address of the member's token of now, if it says one. */
    public Recipient with(Member member) {
        return new Recipient(this.member, member.email().or(() -> token), chosen, confirmed, linkEnds, muted);
    }
}
