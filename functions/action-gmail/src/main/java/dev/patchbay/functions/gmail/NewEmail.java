package dev.patchbay.functions.gmail;

import java.util.List;
import java.util.Optional;

/**
 * An email to send: the input of {@code gmail.send-email}. It needs a recipient, and text or HTML; with both, mail programs choose.
 *
 * <p>An address is {@code ann@example.com} or {@code Ann Example <ann@example.com>}.
 *
 * @param inReplyTo the {@code Message-ID} that this answers
 * @param references the {@code Message-ID}s of the conversation, oldest first; absent: only the one that is answered
 * @param threadId Gmail's id of the conversation to put it in; Gmail also wants the reply headers and the same subject for that
 * @param replyTo where answers go, if not to the sender
 * @param fromName the sender's name as shown; absent: as the Gmail account says
 */
record NewEmail(
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String subject,
        Optional<String> text,
        Optional<String> html,
        List<Attachment> attachments,
        Optional<String> inReplyTo,
        List<String> references,
        Optional<String> threadId,
        Optional<String> replyTo,
        Optional<String> fromName) {

    /**
     * A file that goes with the email.
     *
     * @param contentType its media type, such as {@code application/pdf}
     * @param content in base64
     */
    record Attachment(String fileName, String contentType, String content) {}
}
