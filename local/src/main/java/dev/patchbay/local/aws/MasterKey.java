package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret half of a KMS key. Seals with AES-256-GCM and binds the encryption context as associated data. A sealed blob is: one byte
 * 1, the key's UUID (16 bytes), the nonce (12 bytes), ciphertext and tag. Immutable.
 */
record MasterKey(UUID id, SecretKeySpec secret) {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_BYTES = 1 + 16 + NONCE_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    static MasterKey create() {
        return of(UUID.randomUUID(), random(32));
    }

    static MasterKey of(UUID id, byte[] secret) {
        return new MasterKey(id, new SecretKeySpec(secret, "AES"));
    }

    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    byte[] seal(byte[] plain, JsonNode encryptionContext) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, nonce, encryptionContext).doFinal(plain);
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(VERSION)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available.", e);
        }
    }

    /** Which key sealed this; empty when it is no blob of ours. */
    static Optional<UUID> sealer(byte[] blob) {
        if (blob.length <= HEADER_BYTES || blob[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(blob, 1, 16);
        return Optional.of(new UUID(header.getLong(), header.getLong()));
    }

    /** The plain bytes; empty when the blob was changed or the context is another. */
    Optional<byte[]> open(byte[] blob, JsonNode encryptionContext) {
        ByteBuffer nonce = ByteBuffer.wrap(blob, 17, NONCE_BYTES).slice();
        byte[] bytes = new byte[NONCE_BYTES];
        nonce.get(bytes);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, bytes, encryptionContext)
                    .doFinal(blob, HEADER_BYTES, blob.length - HEADER_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available.", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, JsonNode encryptionContext) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(canonical(encryptionContext));
        return cipher;
    }

    /** The order of the context's pairs does not matter to KMS; lengths keep one pair from passing for two. */
    private static byte[] canonical(JsonNode encryptionContext) {
        Map<String, String> sorted = new TreeMap<>();
        encryptionContext
                .properties()
                .forEach(pair -> sorted.put(pair.getKey(), pair.getValue().asText()));
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> text.append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
