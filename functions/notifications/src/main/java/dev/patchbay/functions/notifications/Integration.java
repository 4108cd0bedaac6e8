package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;

/**
 * The connection that a notice is about, in words for people.
 *
 * @param title the provider's name as people know it
 * @param byKey whether it is connected by an API key instead of OAuth
 * @param account the account's label, such as an email address; empty if it is not known
 */
record Integration(ProviderId provider, ConnectionId connection, String title, boolean byKey, String account) {

    /** Returns this with the account of the ended connection, if that is known. */
    Integration of(ConnectionEnd end) {
        return end.account().isEmpty() ? this : new Integration(provider, connection, title, byKey, end.account());
    }
}
