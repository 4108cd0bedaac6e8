package dev.patchbay.local.simulator.provider.google;

import dev.patchbay.local.simulator.provider.google.GmailMessage.Attachment;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Understands a mail's MIME source, and refuses what Gmail refuses. */
final class MimeSource {

    /** Why Gmail does not send a mail, in its words. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final MimeMessage mime;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();

    private MimeSource(MimeMessage mime) {
        this.mime = mime;
    }

    static MimeSource of(byte[] source) throws Refused {
        try {
            MimeSource parsed = new MimeSource(
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source)));
            parsed.walk(parsed.mime);
            return parsed;
        } catch (MessagingException | IOException unreadable) {
            throw new Refused("Invalid MIME message: " + unreadable.getMessage());
        }
    }

    /** Strictly parsed, as a mail server must. */
    List<String> recipients(Message.RecipientType type) throws Refused {
        try {
            String header = mime.getHeader(type.toString(), ",");
            if (header == null || header.isBlank()) {
                return List.of();
            }
            List<String> addresses = new ArrayList<>();
            for (InternetAddress address : InternetAddress.parse(header, true)) {
                address.validate();
                addresses.add(address.getAddress());
            }
            return addresses;
        } catch (AddressException malformed) {
            throw new Refused("Invalid " + type + " header");
        } catch (MessagingException unreadable) {
            throw new Refused("Invalid MIME message: " + unreadable.getMessage());
        }
    }

    /** As written; empty when there is none. */
    String from() throws Refused {
        try {
            Address[] from = mime.getFrom();
            return from == null || from.length == 0 ? "" : ((InternetAddress) from[0]).toUnicodeString();
        } catch (MessagingException malformed) {
            throw new Refused("Invalid From header");
        }
    }

    Map<String, String> headers() throws Refused {
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : Collections.list(mime.getAllHeaders())) {
                headers.putIfAbsent(header.getName(), decoded(header.getValue()));
            }
            return headers;
        } catch (MessagingException unreadable) {
            throw new Refused("Invalid MIME message: " + unreadable.getMessage());
        }
    }

    /** Every message id named by In-Reply-To and References. */
    static List<String> repliesTo(Map<String, String> headers) {
        List<String> ids = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (name.equalsIgnoreCase("In-Reply-To") || name.equalsIgnoreCase("References")) {
                ids.addAll(Arrays.asList(value.strip().split("\\s+", -1)));
            }
        });
        return ids;
    }

    String text() {
        return text.toString();
    }

    String html() {
        return html.toString();
    }

    List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    private void walk(Part part) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            Multipart parts = (Multipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                walk(inner);
            }
        } else if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null) {
            String name = part.getFileName();
            attachments.add(new Attachment(
                    name == null ? "" : MimeUtility.decodeText(name),
                    part.getContentType(),
                    part.getInputStream().readAllBytes().length));
        } else if (part.isMimeType("text/html")) {
            html.append(part.getContent());
        } else if (part.isMimeType("text/plain")) {
            text.append(part.getContent());
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (java.io.UnsupportedEncodingException unknownCharset) {
            return value;
        }
    }
}
