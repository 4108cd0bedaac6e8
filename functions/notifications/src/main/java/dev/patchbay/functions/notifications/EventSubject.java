package dev.patchbay.functions.notifications;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.event.ActionEvent;
import dev.patchbay.event.AgentEvent;
import dev.patchbay.event.ConnectionEvent;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.WorkspaceId;

/**
 * The connection that an event is about.
 *
 * @param account the account's label; empty if the event has none
 */
record EventSubject(WorkspaceId workspace, ProviderId provider, ConnectionId connection, String account) {

    /** @throws IllegalArgumentException if the event is about none, or an id has another form */
    static EventSubject of(PatchbayEvent event) {
        WorkspaceId workspace = event.header().workspace();
        return switch (event) {
            case ConnectionEvent about ->
                new EventSubject(
                        workspace,
                        new ProviderId(about.connection().provider()),
                        new ConnectionId(about.connection().connectionId()),
                        about.connection().account());
            case ActionEvent about ->
                new EventSubject(
                        workspace,
                        new ProviderId(about.action().provider()),
                        new ConnectionId(about.action().connectionId()),
                        "");
            case AgentEvent about -> throw new IllegalArgumentException("No notification is made of " + about.type());
        };
    }
}
