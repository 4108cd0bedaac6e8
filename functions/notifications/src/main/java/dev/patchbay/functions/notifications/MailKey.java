package dev.patchbay.functions.notifications;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.hash.Sha256;
import dev.patchbay.tenant.MemberId;
import java.time.LocalDate;

/**
 * The key of which a member gets at most one mail: 32 hexadecimal digits. The notifications of one end of a connection share a key,
 * however many agents fail because of it.
 */
public record MailKey(String value) {
    private static final String PREFIX = "note_";

    /** Returns the key of a notification that has a mail of its own. */
    public static MailKey of(NotificationId id) {
        return new MailKey(id.value().substring(PREFIX.length()));
    }

    /**
     * Returns the key of one end of a connection.
     *
     * @param since what distinguishes this end from one after a reconnect
     */
    static MailKey ofEnd(ConnectionId connection, String since) {
        return new MailKey(Sha256.hex("end\n" + connection + "\n" + since, 16));
    }

    /** Returns the key of a day on which a workspace reached its limit of mails. */
    static MailKey ofSummary(LocalDate day) {
        return new MailKey(Sha256.hex("summary\n" + day, 16));
    }

    /** Returns the sort key of the mail of one member. */
    String idFor(MemberId member) {
        return "mail_" + value + "_" + member.value();
    }
}
