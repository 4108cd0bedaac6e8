package dev.patchbay.functions.gmail;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Writes an email as MIME (RFC 5322, 2045 to 2047, 2231): alternative for text beside HTML, mixed around attachments, everything in
 * UTF-8. {@code Date} and {@code Message-ID}, and the sender where nothing is said of it, are Gmail's to set.
 */
final class MimeEmail {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Pattern MESSAGE_ID = Pattern.compile("[^\\s<>@]+@[^\\s<>@]+");
    private static final Session SESSION = Session.getInstance(new Properties());

    private MimeEmail() {}

    /**
     * Writes it.
     *
     * @param account the address of the account that sends, used where a name for it is given
     * @throws ProviderException with an {@code InvalidInput} that says what no mail server would accept
     */
    static byte[] of(NewEmail email, String account) throws ProviderException {
        try {
            MimeMessage message = new Unidentified();
            address(message, email, account);
            message.setSubject(OneLine.of("The subject", email.subject()), UTF_8);
            refer(message, email);
            fill(message, email);
            message.saveChanges();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            message.writeTo(bytes);
            return bytes.toByteArray();
        } catch (MessagingException | IOException e) {
            // Nothing known leads here. Should something, it is this email's fault, and those behind it should not
            // wait.
            throw new ProviderException(
                    new ProviderError.InvalidInput("This email cannot be written as MIME", Optional.empty()), e);
        }
    }

    private static void address(MimeMessage message, NewEmail email, String account)
            throws ProviderException, MessagingException, UnsupportedEncodingException {
        if (email.to().isEmpty() && email.cc().isEmpty() && email.bcc().isEmpty()) {
            throw EmailRefused.because("An email needs a recipient", "Give at least one address in to, cc or bcc");
        }
        message.setRecipients(RecipientType.TO, EmailAddress.all(email.to()));
        message.setRecipients(RecipientType.CC, EmailAddress.all(email.cc()));
        // Gmail delivers to these and takes the header out.
        message.setRecipients(RecipientType.BCC, EmailAddress.all(email.bcc()));
        if (email.replyTo().isPresent()) {
            message.setReplyTo(
                    new InternetAddress[] {EmailAddress.of(email.replyTo().get())});
        }
        if (email.fromName().isPresent()) {
            message.setFrom(new InternetAddress(
                    account, OneLine.of("The fromName", email.fromName().get()), UTF_8));
        }
    }

    private static void refer(MimeMessage message, NewEmail email) throws ProviderException, MessagingException {
        List<String> references = new ArrayList<>();
        for (String reference : email.references()) {
            references.add(messageId(reference));
        }
        if (email.inReplyTo().isPresent()) {
            String answered = messageId(email.inReplyTo().get());
            message.setHeader("In-Reply-To", MimeUtility.fold("In-Reply-To: ".length(), answered));
            if (!references.contains(answered)) {
                references.add(answered);
            }
        }
        if (!references.isEmpty()) {
            message.setHeader("References", MimeUtility.fold("References: ".length(), String.join(" ", references)));
        }
    }

    private static String messageId(String text) throws ProviderException {
        String line = OneLine.of("A message id", text.strip());
        String id = line.startsWith("<") && line.endsWith(">") ? line.substring(1, line.length() - 1) : line;
        if (!MESSAGE_ID.matcher(id).matches()
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(id)) {
            throw EmailRefused.because(
                    "\"" + line + "\" is not a message id", "Use the Message-ID header of the email that this answers");
        }
        return "<" + id + ">";
    }

    private static void fill(MimeMessage message, NewEmail email) throws ProviderException, MessagingException {
        MimeBodyPart body = body(email);
        if (email.attachments().isEmpty()) {
            message.setDataHandler(body.getDataHandler());
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed", body);
        for (NewEmail.Attachment attachment : email.attachments()) {
            mixed.addBodyPart(EmailAttachment.of(attachment));
        }
        message.setContent(mixed);
    }

    private static MimeBodyPart body(NewEmail email) throws ProviderException, MessagingException {
        Optional<MimeBodyPart> text = part(email.text(), "plain");
        Optional<MimeBodyPart> html = part(email.html(), "html");
        if (text.isPresent() && html.isPresent()) {
            MimeBodyPart both = new MimeBodyPart();
            // The best comes last (RFC 2046, section 5.1.4).
            both.setContent(new MimeMultipart("alternative", text.get(), html.get()));
            return both;
        }
        return text.or(() -> html)
                .orElseThrow(() -> EmailRefused.because("An email needs text or html", "Give text, html or both"));
    }

    private static Optional<MimeBodyPart> part(Optional<String> content, String subtype) throws MessagingException {
        if (content.isEmpty()) {
            return Optional.empty();
        }
        MimeBodyPart part = new MimeBodyPart();
        // Lines of a mail end in CRLF, whatever the caller's end in.
        part.setText(content.get().replaceAll("\\R", "\r\n"), UTF_8, subtype);
        return Optional.of(part);
    }

    /** Without the id that Angus Mail would give it, which asks the name service for this machine's name. */
    private static final class Unidentified extends MimeMessage {
        Unidentified() {
            super(SESSION);
        }

        @Override
        protected void updateMessageID() {}
    }
}
