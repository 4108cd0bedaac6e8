package dev.patchbay.event;

import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened, as published on EventBridge: ids and labels, never a secret. Each type of event is a record, and the fields of
 * its JSON are the record's components, with those of a component that is itself a record of this package side by side. The Javadoc of
 * the records is the text of docs/events.md and docs/events.schema.json.
 *
 * <p>Ids other than the workspace's are texts here: the packages that define them are above this one.
 */
public sealed interface PatchbayEvent permits ConnectionEvent, AgentEvent, ActionEvent {
    /** The attribute of an item that holds the event of its last write. */
    String ATTRIBUTE = "event";

    Header header();

    /** The type, such as {@code connection.connected}, which is EventBridge's detail type. */
    String type();

    /** The event as EventBridge carries it in {@code detail}: the fields of the header, the type and the rest side by side. */
    default String toJson() {
        return EventJson.write(this);
    }

    /**
     * What every event has.
     *
     * @param id unique and stable: {@code evt_} and a UUID, or for an action {@code evt_} and the action's id
     * @param workspace the workspace that it belongs to
     * @param time when the change was made
     */
    record Header(String id, WorkspaceId workspace, Instant time) {
        /** @throws IllegalArgumentException if the id is empty */
        public Header {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("The event's id is empty");
            }
        }

        /** Returns the header of an event that is written once. */
        public static Header of(WorkspaceId workspace, Instant time) {
            return of(UUID.randomUUID().toString(), workspace, time);
        }

        /**
         * Returns the header of an event that may be written twice.
         *
         * @param unique what is the same each time and in no other event
         */
        public static Header of(String unique, WorkspaceId workspace, Instant time) {
            return new Header("evt_" + unique, workspace, time);
        }
    }
}
