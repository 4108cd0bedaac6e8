package dev.patchbay.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * Hashes texts with a key of the installation: equal texts have equal hashes in every workspace, and a hash cannot be
 * computed without the key to find out its text. HMAC-SHA-256 (RFC 2104) under a data key of the vault, so no request is made while
 * that key is held in memory. The format is described in docs/vault.md. Thread-safe.
 */
public final class KeyedHashes {
    private final WorkspaceKeys keys;

    public KeyedHashes(WorkspaceKeys keys) {
        this.keys = keys;
    }

    /**
     * The hash of some texts, 43 characters of Base64 for URLs. Each text is preceded by its length in bytes, so that other texts which
     * read the same when joined have another hash.
     *
     * @param purpose keeps hashes of one purpose apart from those of another
     */
    public String of(String purpose, String... texts) {
        List<byte[]> parts = Stream.concat(Stream.of(purpose), Arrays.stream(texts))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.installation());
            for (byte[] part : parts) {
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                mac.update(part);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA-256", e);
        }
    }
}
