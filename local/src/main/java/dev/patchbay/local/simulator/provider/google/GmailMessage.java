package dev.patchbay.local.simulator.provider.google;

import java.util.List;
import java.util.Map;

/**
 * One mail in a simulated mailbox, as it was understood from its MIME source.
 *
 * @param headers in their order, decoded; of a repeated one, the first
 * @param text its plain part, or empty
 * @param html its HTML part, or empty
 * @param raw its source, base64url
 */
public record GmailMessage(
        String id,
        String threadId,
        List<String> labelIds,
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String subject,
        String text,
        String html,
        List<Attachment> attachments,
        Map<String, String> headers,
        long internalDate,
        String raw) {

    /**
     * One attached file.
     *
     * @param size of the decoded content, in bytes
     */
    public record Attachment(String name, String contentType, int size) {}

    /** Of this name, in any case; empty when there is none. */
    public String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
