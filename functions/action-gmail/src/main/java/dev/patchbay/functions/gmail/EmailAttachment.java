package dev.patchbay.functions.gmail;

import dev.patchbay.call.ProviderException;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.Base64;

/** Makes the part of an email that carries a file: always base64, so that its bytes arrive as they were given. */
final class EmailAttachment {
    private EmailAttachment() {}

    /** @throws ProviderException with an {@code InvalidInput} that names the attachment if it is not one */
    static MimeBodyPart of(NewEmail.Attachment attachment) throws ProviderException, MessagingException {
        String name = OneLine.of("The fileName of an attachment", attachment.fileName());
        if (name.isBlank()) {
            throw EmailRefused.because("An attachment has no fileName", "Give each attachment a fileName");
        }
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(
                bytes(attachment), contentType(attachment).toString())));
        part.setDisposition(Part.ATTACHMENT);
        part.setFileName(name);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    private static byte[] bytes(NewEmail.Attachment attachment) throws ProviderException {
        try {
            return Base64.getMimeDecoder().decode(checked(attachment.content()));
        } catch (IllegalArgumentException notBase64) {
            throw EmailRefused.because(
                    "The content of attachment \"" + attachment.fileName() + "\" is not base64",
                    "Encode the file's bytes in base64");
        }
    }

    /** The decoder that allows line breaks also skips everything that is not base64; that would change a file in silence. */
    private static String checked(String base64) {
        if (!base64.chars()
                .allMatch(c -> c == '+' || c == '/' || c == '=' || c == '\r' || c == '\n' || isAlphanumeric(c))) {
            throw new IllegalArgumentException("Not base64");
        }
        return base64;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static ContentType contentType(NewEmail.Attachment attachment) throws ProviderException {
        try {
            ContentType type =
                    new ContentType(OneLine.of("The contentType of an attachment", attachment.contentType()));
            if (type.match("multipart/*") || type.match("message/*")) {
                // Parts of these two kinds may not be base64 (RFC 2045, section 6.4).
                throw new ParseException("Not a file");
            }
            return type;
        } catch (ParseException noFile) {
            throw EmailRefused.because(
                    "The contentType of attachment \"" + attachment.fileName() + "\" is not that of a file",
                    "Give a media type such as application/pdf, or application/octet-stream for any file");
        }
    }
}
