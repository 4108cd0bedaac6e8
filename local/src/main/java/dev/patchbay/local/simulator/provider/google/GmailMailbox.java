package dev.patchbay.local.simulator.provider.google;

import jakarta.mail.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The sent mail of one account, newest last. Thread-safe. */
final class GmailMailbox {

    private static final AtomicLong NEXT_ID = new AtomicLong(0x193f5a2b00000000L);

    /** UNVERIFIED number: that of a personal mailbox. */
    private static final int DAILY_LIMIT = 500;

    private final String address;
    private final List<GmailMessage> messages = new ArrayList<>();

    GmailMailbox(String address) {
        this.address = address;
    }

    /**
     * Sends, which here means keeps.
     *
     * @param threadId empty, or one that must exist
     * @return empty when the thread does not exist
     */
    synchronized Optional<GmailMessage> send(byte[] source, String threadId, Instant now) throws MimeSource.Refused {
        MimeSource mime = MimeSource.of(source);
        List<String> to = mime.recipients(Message.RecipientType.TO);
        List<String> cc = mime.recipients(Message.RecipientType.CC);
        List<String> bcc = mime.recipients(Message.RecipientType.BCC);
        if (Stream.of(to, cc, bcc).allMatch(List::isEmpty)) {
            throw new MimeSource.Refused("Recipient address required");
        }
        if (!threadId.isEmpty()
                && messages.stream().noneMatch(sent -> sent.ids().threadId().equals(threadId))) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>(mime.headers());
        String id = Long.toHexString(NEXT_ID.incrementAndGet());
        if (headers.keySet().stream().noneMatch("Message-ID"::equalsIgnoreCase)) {
            headers.put("Message-ID", "<" + id + "@mail.gmail.com>");
        }
        String thread = threadId.isEmpty() ? threadOf(headers).orElse(id) : threadId;
        String from = mime.from();
        GmailMessage message = new GmailMessage(
                new GmailMessage.Ids(id, thread, List.of("SENT")),
                new GmailMessage.Addresses(from.isEmpty() ? address : from, to, cc, bcc),
                headers,
                new GmailMessage.Content(mime.text(), mime.html(), mime.attachments()),
                now.toEpochMilli(),
                Base64.getUrlEncoder().encodeToString(source));
        messages.add(message);
        return Optional.of(message);
    }

    /** When it may send again, if it has sent as much as a mailbox may within 24 hours. */
    synchronized Optional<Instant> sendsAgainAt(Instant now) {
        long dayAgo = now.minus(Duration.ofDays(1)).toEpochMilli();
        List<GmailMessage> sent = messages.stream()
                .filter(message -> message.internalDate() > dayAgo)
                .toList();
        return sent.size() < DAILY_LIMIT
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochMilli(sent.get(sent.size() - DAILY_LIMIT).internalDate())
                                .plus(Duration.ofDays(1)));
    }

    synchronized Optional<GmailMessage> find(String id) {
        return messages.stream()
                .filter(message -> message.ids().id().equals(id))
                .findFirst();
    }

    /** Newest first. Of Gmail's query language: {@code rfc822msgid:}, {@code to:}, {@code subject:} and bare words. */
    synchronized List<GmailMessage> search(String query) {
        List<GmailMessage> found = new ArrayList<>(messages.reversed());
        for (String word : Arrays.asList(query.strip().split("\\s+", -1))) {
            found.removeIf(message -> !matches(message, word.toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    synchronized List<GmailMessage> all() {
        return List.copyOf(messages);
    }

    private Optional<String> threadOf(Map<String, String> headers) {
        List<String> replied = MimeSource.repliesTo(headers);
        return messages.stream()
                .filter(message -> replied.contains(message.header("Message-ID")))
                .map(message -> message.ids().threadId())
                .findFirst();
    }

    private static boolean matches(GmailMessage message, String word) {
        if (word.startsWith("rfc822msgid:")) {
            String id = word.substring("rfc822msgid:".length());
            return message.header("Message-ID")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[<>]", "")
                    .equals(id.replaceAll("[<>]", ""));
        }
        if (word.startsWith("to:")) {
            return message.addresses().to().toString().toLowerCase(Locale.ROOT).contains(word.substring(3));
        }
        if (word.startsWith("subject:")) {
            return message.subject().toLowerCase(Locale.ROOT).contains(word.substring(8));
        }
        return (message.subject() + " " + message.content().text() + " "
                        + message.addresses().to())
                .toLowerCase(Locale.ROOT)
                .contains(word);
    }
}
