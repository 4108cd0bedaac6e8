package dev.patchbay.connection;

import dev.patchbay.aws.StoredText;

/**
 * The provider account behind a connection.
 *
 * @param id the provider's lasting id of it
 * @param label what a person recognises: an email address, a workspace's or company's name; at most 200 characters of it
 */
public record Account(String id, String label) {
    public Account {
        label = StoredText.label(label);
    }
}
