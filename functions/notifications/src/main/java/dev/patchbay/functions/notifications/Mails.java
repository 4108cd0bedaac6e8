package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the mails of notifications: one of each key to each member, and at most the limit per workspace and day. A member whose mail is
 * withheld by that limit gets one summary that day. Thread-safe.
 */
public final class Mails {
    private static final Logger LOG = LoggerFactory.getLogger(Mails.class);
    private static final Duration TIME_FOR_A_MAIL = Duration.ofSeconds(8);

    private final MailLedger ledger;
    private final DailyCounts counts;
    private final NotificationStore notifications;
    private final Mailer mailer;
    private final Settings settings;
    private final Clock clock;

    /**
     * The operator's settings.
     *
     * @param appUrl origin of the web app
     * @param listPath the page of the web app where a summary sends people
     * @param perDay how many mails a workspace sends on one day in UTC, summaries not counted
     */
    public record Settings(URI appUrl, String listPath, int perDay) {}

    public Mails(
            MailLedger ledger,
            DailyCounts counts,
            NotificationStore notifications,
            Mailer mailer,
            Settings settings,
            Clock clock) {
        this.ledger = ledger;
        this.counts = counts;
        this.notifications = notifications;
        this.mailer = mailer;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Sends a member the mail of a notification, unless the member already got one of this key. Four requests. If the day's limit is
     * reached, three more for the first mail of a member that day.
     *
     * @param deadline when the invocation times out
     * @return whether all is done; if not, the event must be delivered again
     */
    boolean sent(Notification notification, MemberId member, EmailAddress address, Instant deadline) {
        WorkspaceId workspace = notification.workspace();
        MailKey key = notification.mailKey();
        return once(workspace, key, member, deadline, () -> {
            LocalDate day = counts.today();
            if (counts.addMail(workspace, settings.perDay())) {
                ledger.settle(workspace, key, member, sendCounted(notification, address, day));
                return true;
            }
            if (!summarized(workspace, member, address, deadline)) {
                return false;
            }
            count(notification.kind().value(), "withheld");
            ledger.withhold(workspace, key, member);
            return true;
        });
    }

    /** Deletes the outcomes of the mails of a notification. Three requests. */
    void forget(Notification notification, MemberId member) {
        ledger.forget(notification.workspace(), notification.mailKey(), member);
        ledger.forget(notification.workspace(), MailKey.ofSummary(counts.today()), member);
        counts.forget(notification.workspace());
    }

    /**
     * Makes an attempt unless the member already got this mail. The attempt settles the mail, and returns whether that is done. A failure
     * of one member's mail does not delay the others.
     */
    private boolean once(
            WorkspaceId workspace, MailKey key, MemberId member, Instant deadline, BooleanSupplier attempt) {
        if (clock.instant().plus(TIME_FOR_A_MAIL).isAfter(deadline)) {
            return false;
        }
        return switch (ledger.claim(workspace, key, member, deadline)) {
            case SETTLED -> true;
            case TAKEN -> false;
            case OURS -> {
                try {
                    yield attempt.getAsBoolean();
                } catch (SdkException unavailable) {
                    LOG.warn("A mail could not be sent or noted as sent; it is tried again", unavailable);
                    yield false;
                }
            }
        };
    }

    private boolean summarized(WorkspaceId workspace, MemberId member, EmailAddress address, Instant deadline) {
        MailKey key = MailKey.ofSummary(counts.today());
        return once(workspace, key, member, deadline, () -> {
            Instant midnight = counts.today().atStartOfDay(ZoneOffset.UTC).toInstant();
            // The index shows a notification a moment late, so the one at hand may not be counted.
            int notices = Math.max(1, notifications.countSince(workspace, midnight));
            Mail summary = Mail.summary(notices, settings.appUrl() + settings.listPath());
            ledger.settle(workspace, key, member, send(address, summary, "summary"));
            return true;
        });
    }

    /** A mail that SES does not take now is not counted: its next delivery counts it. One request, and one more if SES is away. */
    private Mailer.Result sendCounted(Notification notification, EmailAddress address, LocalDate counted) {
        Mail mail = Mail.of(notification, settings.appUrl());
        try {
            return send(address, mail, notification.kind().value());
        } catch (SdkException unavailable) {
            counts.removeMail(notification.workspace(), counted);
            throw unavailable;
        }
    }

    private Mailer.Result send(EmailAddress address, Mail mail, String kind) {
        Mailer.Result result = mailer.send(address, mail);
        switch (result) {
            case Mailer.Result.Sent sent -> count(kind, "sent");
            case Mailer.Result.Refused refused -> {
                LOG.warn("SES refused a mail: {}", refused.reason());
                count(kind, "refused");
            }
        }
        return result;
    }

    private static void count(String kind, String outcome) {
        Telemetry.count("Mails", 1, Map.of("Kind", kind, "Outcome", outcome));
    }
}
