package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;

/**
 * The connection that a notice is about, in words for people.
 *
 * @param title the provider's name as people know it
 * @param byKey whether it is connected by an API key rather than by a consent
 * @param account what a person recognises, such as an email address; empty where it is not told
 */
record Integration(ProviderId provider, ConnectionId connection, String title, boolean byKey, String account) {

    /** The same with the account of a connection that ended, if that is known. */
    Integration of(ConnectionEnd end) {
        return end.account().isEmpty() ? this : new Integration(provider, connection, title, byKey, end.account());
    }
}
