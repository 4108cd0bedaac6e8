package dev.patchbay.vault;

import java.io.Serial;
import java.security.SecureRandom;

/** Gives always the same nonce: for a test vector only. */
final class FixedNonce extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    private final byte[] nonce;

    FixedNonce(byte[] nonce) {
        this.nonce = nonce.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        System.arraycopy(nonce, 0, bytes, 0, bytes.length);
    }
}
