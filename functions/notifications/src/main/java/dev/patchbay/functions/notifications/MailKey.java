package dev.patchbay.functions.notifications;

import dev.patchbay.connection.ConnectionId;
import dev.patchbay.tenant.MemberId;
import java.time.LocalDate;

/**
 * Names what a member gets at most one mail of, by 32 hexadecimal digits. The notifications of one end of a connection share a key, however
 * many agents fail because of it.
 */
record MailKey(String value) {
    private static final String PREFIX = "note_";

    /** Of a notification that shares its mail with no other. */
    static MailKey of(NotificationId id) {
        return new MailKey(id.value().substring(PREFIX.length()));
    }

    /**
     * Of one end of a connection.
     *
     * @param since what tells this end from the one after a reconnect
     */
    static MailKey ofEnd(ConnectionId connection, String since) {
        return new MailKey(ToldHash.of("end\n" + connection + "\n" + since));
    }

    /** Of a day on which a workspace reached its limit of mails. */
    static MailKey ofSummary(LocalDate day) {
        return new MailKey(ToldHash.of("summary\n" + day));
    }

    /** The sort key of the mail that one member gets. */
    String idFor(MemberId member) {
        return "mail_" + value + "_" + member.value();
    }
}
