package dev.patchbay.functions.notifications;

import dev.patchbay.erasure.Erasures;
import dev.patchbay.notification.Recipient;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.MemberId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private final Notices notices;
    private final NotificationStore notifications;
    private final Recipients recipients;
    private final Mails mails;
    private final Erasures erasures;

    Notifier(Notices notices, NotificationStore notifications, Recipients recipients, Mails mails, Erasures erasures) {
        this.notices = notices;
        this.notifications = notifications;
        this.recipients = recipients;
        this.mails = mails;
        this.erasures = erasures;
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
        boolean done = true;
        List<MemberId> mailed = new ArrayList<>();
        for (Recipient recipient : recipients.of(kept.workspace())) {
            Optional<EmailAddress> address = recipient.mailFor(kept.kind());
            if (address.isPresent()) {
                done &= mails.sent(kept, recipient.member(), address.get(), deadline);
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
        mailed.forEach(member -> mails.forget(kept, member));
        notifications.forget(kept.workspace(), kept.id());
        return true;
    }
}
