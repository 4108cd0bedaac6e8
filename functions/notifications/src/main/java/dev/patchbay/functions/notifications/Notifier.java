package dev.patchbay.functions.notifications;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.event.PatchbayEvent;
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
 * Reports one event: stores its notification, then mails it to each recipient who wants it. If the event is delivered again, it does what
 * is left and nothing twice. It deletes the notification if the workspace has been erased since the event. Thread-safe.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final Notices notices;
    private final NotificationStore notifications;
    private final Recipients recipients;
    private final Mails mails;
    private final EraseRecords erasures;

    public Notifier(
            Notices notices,
            NotificationStore notifications,
            Recipients recipients,
            Mails mails,
            EraseRecords erasures) {
        this.notices = notices;
        this.notifications = notifications;
        this.recipients = recipients;
        this.mails = mails;
        this.erasures = erasures;
    }

    /**
     * Reports an event.
     *
     * @param deadline when the invocation times out
     * @return whether all is done; if not, the event must be delivered again
     * @throws SdkException if AWS refuses a request: the event must be delivered again
     */
    public boolean report(PatchbayEvent event, Instant deadline) {
        Optional<Notification> news = notices.of(event);
        if (news.isEmpty()) {
            LOG.info("The event no longer applies");
            return true;
        }
        Notification kept = notifications.keep(news.get());
        if (withdrawn(event, kept, List.of())) {
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
        return (!mailed.isEmpty() && withdrawn(event, kept, mailed)) || done;
    }

    /** Deletes what was stored for an event that is older than the erase of its workspace; returns whether it was. */
    private boolean withdrawn(PatchbayEvent event, Notification kept, List<MemberId> mailed) {
        if (!erasures.voids(kept.workspace(), event.header().time())) {
            return false;
        }
        LOG.info("The workspace was erased: nothing is reported");
        mailed.forEach(member -> mails.forget(kept, member));
        notifications.forget(kept.workspace(), kept.id());
        return true;
    }
}
