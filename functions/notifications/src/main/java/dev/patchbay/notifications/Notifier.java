package dev.patchbay.notifications;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.erasure.Erasures;
import dev.patchbay.notification.Recipient;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells of one event: keeps its notification, then mails it to each recipient who wants it. Told of an event again, it does what is
 * still to be done and nothing twice. What is told of a workspace that was erased since is taken back. Thread-safe.
 */
final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration TIME_FOR_A_MAIL = Duration.ofSeconds(8);

    private final Notices notices;
    private final NotificationStore notifications;
    private final Recipients recipients;
    private final MailLedger ledger;
    private final Mailer mailer;
    private final Erasures erasures;
    private final URI appUrl;
    private final Clock clock;

    Notifier(
            Notices notices,
            NotificationStore notifications,
            Recipients recipients,
            MailLedger ledger,
            Mailer mailer,
            Erasures erasures,
            URI appUrl,
            Clock clock) {
        this.notices = notices;
        this.notifications = notifications;
        this.recipients = recipients;
        this.ledger = ledger;
        this.mailer = mailer;
        this.erasures = erasures;
        this.appUrl = appUrl;
        this.clock = clock;
    }

    /**
     * Tells of an event.
     *
     * @param deadline when this worker will be dead at the latest
     * @return whether all is done; if not, the event must be delivered again
     * @throws SdkException when AWS refuses something: deliver it again too
     */
    boolean tell(HubEvent event, Instant deadline) {
        Optional<Notification> told = notices.of(event);
        if (told.isEmpty()) {
            LOG.info("Nothing is to be told any more");
            return true;
        }
        Notification kept = notifications.keep(told.get());
        if (takenBack(event, kept, List.of())) {
            return true;
        }
        Mail mail = Mail.of(kept, appUrl);
        boolean done = true;
        List<MemberId> mailed = new ArrayList<>();
        for (Recipient recipient : recipients.of(kept.workspace())) {
            Optional<EmailAddress> address = recipient.mailFor(kept.kind());
            if (address.isPresent()) {
                done &= mailed(kept, mail, recipient, address.get(), deadline);
                mailed.add(recipient.member());
            }
        }
        return (!mailed.isEmpty() && takenBack(event, kept, mailed)) || done;
    }

    /** An event that is older than the erase of its workspace must bring nothing back, however late it comes. */
    private boolean takenBack(HubEvent event, Notification kept, List<MemberId> mailed) {
        if (!erasures.voids(kept.workspace(), event.time("time").orElse(Instant.EPOCH))) {
            return false;
        }
        LOG.info("The workspace was erased: nothing is told");
        mailed.forEach(member -> ledger.forget(kept.workspace(), kept.id(), member));
        notifications.forget(kept.workspace(), kept.id());
        return true;
    }

    private boolean mailed(
            Notification notification, Mail mail, Recipient recipient, EmailAddress address, Instant deadline) {
        if (clock.instant().plus(TIME_FOR_A_MAIL).isAfter(deadline)) {
            return false;
        }
        return switch (ledger.claim(notification.workspace(), notification.id(), recipient.member(), deadline)) {
            case SETTLED -> true;
            case TAKEN -> false;
            case OURS -> sent(notification, mail, recipient, address);
        };
    }

    /** What one recipient's mail meets is no reason to keep the others waiting. */
    private boolean sent(Notification notification, Mail mail, Recipient recipient, EmailAddress address) {
        try {
            Mailer.Result result = mailer.send(address, mail);
            count(notification, result);
            ledger.settle(notification.workspace(), notification.id(), recipient.member(), result);
            return true;
        } catch (SdkException unavailable) {
            LOG.warn("A mail could not be sent or noted as sent; it is tried again", unavailable);
            return false;
        }
    }

    private static void count(Notification notification, Mailer.Result result) {
        String outcome = switch (result) {
            case Mailer.Result.Sent sent -> "sent";
            case Mailer.Result.Refused refused -> {
                LOG.warn("SES refused a mail: {}", refused.reason());
                yield "refused";
            }
        };
        Telemetry.count("Mails", 1, Map.of("Kind", notification.kind().value(), "Outcome", outcome));
    }
}
