package dev.patchbay.functions.notifications;

import dev.patchbay.tenant.EmailAddress;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.Content;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/** Sends mail by SES. Thread-safe. */
public final class Mailer {
    private final Supplier<SesV2Client> ses;
    private final String sender;

    /** @param sender an address that SES may send from */
    public Mailer(Supplier<SesV2Client> ses, String sender) {
        this.ses = ses;
        this.sender = sender;
    }

    /** The outcome of sending a mail. */
    sealed interface Result {
        /** SES took it. */
        record Sent(String messageId) implements Result {}

        /** SES will not take it however often it is tried: the sender or the recipient is not verified, or the address is none. */
        record Refused(String reason) implements Result {}
    }

    /**
     * Sends one mail. One request.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException when it may be taken later: SES is throttled, paused or away
     */
    Result send(EmailAddress to, Mail mail) {
        try {
            String id = ses.get()
                    .sendEmail(request -> request.fromEmailAddress(sender)
                            .destination(destination -> destination.toAddresses(to.value()))
                            .content(content -> content.simple(message -> message.subject(text(mail.subject()))
                                    .body(body -> body.text(text(mail.text())).html(text(mail.html()))))))
                    .messageId();
            return new Result.Sent(Objects.requireNonNullElse(id, ""));
        } catch (MessageRejectedException | BadRequestException refused) {
            return new Result.Refused(code(refused));
        }
    }

    /** The code only: SES's own words hold addresses. */
    private static String code(SesV2Exception refused) {
        return refused.awsErrorDetails().errorCode();
    }

    private static Content text(String data) {
        return Content.builder().charset("UTF-8").data(data).build();
    }
}
