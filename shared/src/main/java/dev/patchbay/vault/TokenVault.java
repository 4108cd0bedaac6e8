package dev.patchbay.vault;

import dev.patchbay.tenant.WorkspaceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Seals secrets for storage and opens them again, without a KMS call per secret.
 *
 * <p>Format: one byte 0x01 (version of the format), four bytes key version (big-endian), twelve bytes nonce, then the AES-256-GCM
 * ciphertext with its tag. Authenticated with it: {@code workspace|record|field|keyVersion} in UTF-8. A record sealed under an
 * older key opens with that key and is sealed with the newest when it is next written. Thread-safe.
 */
public final class TokenVault {
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + AesGcm.NONCE_BYTES;

    private static final int KEEP_ATTEMPTS = 3;

    private final WorkspaceKeys keys;
    private final SecureRandom random;

    public TokenVault(WorkspaceKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * Seals a new secret and writes it where it is kept, under a key that is not destroyed. Another process may have destroyed the
     * key that this one holds; so this method looks for the key after the write, and seals and writes the secret anew if the key is gone.
     * The process that destroys a key looks for its secrets afterwards: one of the two sees the other. One request besides the write.
     *
     * @param write keeps the sealed secret; it may be called again
     * @return what the last write gave
     */
    public <T> T keep(Place place, Secret secret, Function<SealedSecret, T> write) {
        for (int attempt = 1; attempt <= KEEP_ATTEMPTS; attempt++) {
            SealedSecret sealed = seal(place, secret);
            T written = write.apply(sealed);
            if (keys.stands(place.workspace(), keyVersion(sealed))) {
                return written;
            }
            keys.forget(place.workspace());
        }
        throw new VaultException("The workspace's keys are being destroyed");
    }

    /** Seals a secret with the newest key that this process knows: enough for one that takes the place of one just opened. */
    public SealedSecret seal(Place place, Secret secret) {
        DataKey key = keys.current(place.workspace());
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] ciphertext = AesGcm.encrypt(
                key.key(),
                nonce,
                authenticated(place, key.version()),
                secret.reveal().getBytes(StandardCharsets.UTF_8));
        return SealedSecret.of(ByteBuffer.allocate(HEADER_BYTES + ciphertext.length)
                .put(FORMAT)
                .putInt(key.version())
                .put(nonce)
                .put(ciphertext)
                .array());
    }

    /** @throws VaultException if it was sealed in another place, was changed, or its key was destroyed */
    public Secret open(Place place, SealedSecret sealed) {
        ByteBuffer buffer = ByteBuffer.wrap(sealed.bytes());
        if (buffer.remaining() <= HEADER_BYTES || buffer.get() != FORMAT) {
            throw new VaultException("This secret has a format that this version of Patchbay does not know");
        }
        int version = buffer.getInt();
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        buffer.get(nonce);
        byte[] ciphertext = new byte[buffer.remaining()];
        buffer.get(ciphertext);
        DataKey key = keys.version(place.workspace(), version);
        try {
            byte[] plaintext = AesGcm.decrypt(key.key(), nonce, authenticated(place, version), ciphertext);
            return Secret.of(new String(plaintext, StandardCharsets.UTF_8));
        } catch (AEADBadTagException tampered) {
            throw new VaultException("This secret was not sealed here: it was changed or moved", tampered);
        }
    }

    /**
     * The parts of a transaction that fail unless every key that sealed one of these secrets still exists: an alternative to
     * {@link #keep} for a secret that is stored by a transaction. One part per key.
     */
    public List<TransactWriteItem> standing(WorkspaceId workspace, SealedSecret... sealed) {
        return Arrays.stream(sealed)
                .map(TokenVault::keyVersion)
                .distinct()
                .map(version -> keys.standing(workspace, version))
                .toList();
    }

    /** Drops a workspace's unwrapped keys from memory, after {@link #standing} has shown that one was destroyed. */
    public void forgetKeys(WorkspaceId workspace) {
        keys.forget(workspace);
    }

    private static int keyVersion(SealedSecret sealed) {
        return ByteBuffer.wrap(sealed.bytes()).getInt(1);
    }

    static byte[] authenticated(Place place, int version) {
        return String.join("|", place.workspace().value(), place.record(), place.field(), Integer.toString(version))
                .getBytes(StandardCharsets.UTF_8);
    }
}
