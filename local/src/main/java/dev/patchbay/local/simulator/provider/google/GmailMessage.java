package dev.patchbay.local.simulator.provider.google;

import java.util.List;
import java.util.Map;

/**
 * One mail in a simulated mailbox, as it was understood from its MIME source.
 *
 * @param headers in their order, decoded; of a repeated one, the first
 * @param internalDate when it was sent, in milliseconds since 1970
 * @param raw its source, base64url
 */
public record GmailMessage(
        Ids ids, Addresses addresses, Map<String, String> headers, Content content, long internalDate, String raw) {

    /** What Gmail knows it by. */
    public record Ids(String id, String threadId, List<String> labelIds) {}

    /** From whom and to whom it goes. */
    public record Addresses(String from, List<String> to, List<String> cc, List<String> bcc) {}

    /**
     * What its parts hold.
     *
     * @param text its plain part, or empty
     * @param html its HTML part, or empty
     */
    public record Content(String text, String html, List<Attachment> attachments) {}

    /**
     * One attached file.
     *
     * @param size of the decoded content, in bytes
     */
    public record Attachment(String name, String contentType, int size) {}

    /** Its subject; empty if it has none. */
    public String subject() {
        return header("Subject");
    }

    /** Of this name, in any case; empty when there is none. */
    public String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
