package dev.patchbay.vault;

import javax.crypto.SecretKey;

/**
 * The unwrapped data key of a workspace.
 *
 * @param version counts from 1; rotation adds one
 */
record DataKey(int version, SecretKey key) {
    @Override
    public String toString() {
        return "DataKey[version=" + version + ", key=***]";
    }
}
