package dev.patchbay.connection;

/**
 * Records, in keyed hashes, that a connection or a pending grant holds an account at a provider: account and workspace can be neither
 * read from it nor guessed without the key.
 *
 * @param account stands for the account and the OAuth app to which it granted access; the same in every workspace
 * @param holder stands for the connection, or the grant that waits to become one
 */
public record Holding(String account, String holder) {}
