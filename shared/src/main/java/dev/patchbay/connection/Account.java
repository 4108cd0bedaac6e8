package dev.patchbay.connection;

/**
 * The provider account behind a connection.
 *
 * @param id the provider's lasting id of it
 * @param label what a person recognises: an email address, a workspace's or company's name
 */
public record Account(String id, String label) {}
