package dev.patchbay.vault;

import java.util.Arrays;

/** A secret as it is stored: ciphertext that opens only in the place where it was sealed. Immutable. */
public final class SealedSecret {
    private final byte[] bytes;

    private SealedSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What {@link #bytes()} once gave. */
    public static SealedSecret of(byte[] bytes) {
        return new SealedSecret(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedSecret that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedSecret[" + bytes.length + " bytes]";
    }
}
