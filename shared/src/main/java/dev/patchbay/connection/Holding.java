package dev.patchbay.connection;

/**
 * That something here holds an account at a provider, in keyed hashes: neither account nor workspace can be read from it, or guessed
 * without the key.
 *
 * @param account stands for the account and the OAuth app to which it granted access; the same in every workspace
 * @param holder stands for the connection, or the grant that waits to become one
 */
public record Holding(String account, String holder) {}
