package dev.patchbay.notification;

import dev.patchbay.aws.Item;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Between {@link Recipient} and its item. Attribute names are a stored format: they are added to, never renamed. */
final class RecipientItems {
    static final String CHOSEN = "chosenEmail";
    static final String CONFIRMED = "confirmedEmail";
    static final String MUTED = "muted";

    /** A link by its hash, the address that it can confirm, and until when. */
    static final String LINK = "confirmation";

    static final String LINK_EMAIL = "confirmationEmail";
    static final String LINK_ENDS = "confirmationUntil";

    private static final String TOKEN = "tokenEmail";

    private RecipientItems() {}

    static Item key(WorkspaceId workspace, MemberId member) {
        return new Item().text("workspace", workspace.value()).text("member", member.value());
    }

    static Item tokenEmail(Optional<EmailAddress> address) {
        return new Item().text(TOKEN, address.map(EmailAddress::value));
    }

    /** What a member wants. */
    static Item wanted(Member member, Optional<EmailAddress> chosen, Set<NotificationKind> muted) {
        return tokenEmail(member.email())
                .text(CHOSEN, chosen.map(EmailAddress::value))
                .texts(MUTED, muted.stream().map(NotificationKind::value).collect(Collectors.toSet()));
    }

    /** Reads an item. What was stored as chosen before confirmations existed is not confirmed. */
    static Recipient read(Item item) {
        return new Recipient(
                new MemberId(item.text("member")),
                address(item, TOKEN),
                address(item, CHOSEN),
                address(item, CONFIRMED),
                item.optionalTime(LINK_ENDS),
                item.texts(MUTED).stream()
                        .map(NotificationKind::of)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()));
    }

    private static Optional<EmailAddress> address(Item item, String name) {
        return item.optionalText(name).flatMap(EmailAddress::of);
    }
}
